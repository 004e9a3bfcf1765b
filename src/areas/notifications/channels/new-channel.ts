import { InputError } from '../../../platform/lib/errors.js';
import { parseMailAddress } from '../../../platform/lib/mail-address.js';
import type { Digest } from '../timing/due-at.js';
import { parseWebhookUrl } from '../webhooks/webhook-url.js';
import type { Destination } from './channel.js';

export interface ChannelWish {
  /** A webhook unless said. */
  readonly kind?: 'webhook' | 'mail' | undefined;
  readonly name: string;
  /** Of a webhook. */
  readonly url?: string | undefined;
  /** Of mail. */
  readonly address?: string | undefined;
  readonly digest?: Digest | undefined;
}

/** What is left out stays. */
export interface ChannelChange {
  readonly name?: string | undefined;
  readonly url?: string | undefined;
  readonly digest?: Digest | undefined;
  readonly enabled?: boolean | undefined;
}

/** Where a new channel is to lead. Throws InputError for what cannot be used, or is of another kind. */
export function parseDestination(wish: ChannelWish, allowPrivate: boolean): Destination {
  const { kind = 'webhook', url, address, digest } = wish;
  if (kind === 'mail') {
    if (url !== undefined) refuse('/url', 'is of webhooks only; send address instead');
    if (address === undefined) refuse('/address', 'is needed: where the mails go');
    const parsed = parseMailAddress(address) ?? refuse('/address', 'is not a mail address');
    return { kind, address: parsed };
  }
  if (address !== undefined) refuse('/address', 'is of mail only; send url instead');
  assertDigest(kind, digest);
  if (url === undefined) refuse('/url', 'is needed: where the webhook goes');
  return { kind, url: parseWebhookUrl(url, allowPrivate) };
}

/** Throws InputError for a change that this kind of channel does not take. */
export function assertChange(kind: Destination['kind'], { url, digest }: ChannelChange): void {
  if (kind === 'mail' && url !== undefined)
    refuse('/url', 'is of webhooks only; for another address make another channel');
  assertDigest(kind, digest);
}

function assertDigest(kind: Destination['kind'], digest: Digest | undefined): void {
  if (kind === 'webhook' && digest !== undefined && digest.kind !== 'immediate')
    refuse('/digest', 'is of mail only; every webhook tells one thing');
}

function refuse(place: string, message: string): never {
  throw new InputError('channel', [{ place, message }]);
}
