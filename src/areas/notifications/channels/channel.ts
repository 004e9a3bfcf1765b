import { NotFoundError } from '../../../platform/lib/errors.js';
import type { Digest } from '../timing/due-at.js';
import type { ChannelRow } from './channel-store.js';

/** Where a channel leads. */
export type Destination =
  | { readonly kind: 'webhook'; readonly url: string }
  | { readonly kind: 'mail'; readonly address: string };

/** Where else a person is told, as they see it. */
export interface Channel {
  readonly id: string;
  readonly destination: Destination;
  readonly name: string;
  readonly enabled: boolean;
  /** `gone`: its receiver answered 410. `refused`: mails were refused for good. `stopped`: by a link in a mail. */
  readonly disabledReason: string | null;
  /** Of mail: when its reader agreed. */
  readonly confirmedAt: Date | null;
  readonly digest: Digest;
  /** Until then the secret before this one signs too. */
  readonly previousSecretUntil: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface NewChannel {
  readonly channel: Channel;
  /** `whsec_…` of a webhook; told this once. */
  readonly secret: string | null;
}

export interface ChannelWithSecret extends NewChannel {
  readonly secret: string;
}

export function notFound(): never {
  throw new NotFoundError('There is no such notification channel.');
}

const mailScheme = 'mailto:';

export const toMailUrl = (address: string): string => mailScheme + address;

export const destinationOf = ({ kind, url }: Pick<ChannelRow, 'kind' | 'url'>): Destination =>
  kind === 'mail' ? { kind: 'mail', address: addressOf({ url }) } : { kind: 'webhook', url };

/** Of a mail channel. */
export const addressOf = ({ url }: Pick<ChannelRow, 'url'>): string => url.slice(mailScheme.length);

type DigestColumns = Pick<ChannelRow, 'digest' | 'digestMinute' | 'digestZone'>;

export function digestOf({ digest, digestMinute, digestZone }: DigestColumns): Digest {
  if (digest === 'daily' && digestMinute !== null && digestZone !== null)
    return { kind: 'daily', minute: digestMinute, timeZone: digestZone };
  return digest === 'hourly' ? { kind: 'hourly' } : { kind: 'immediate' };
}

export const toDigestColumns = (digest: Digest): DigestColumns => ({
  digest: digest.kind,
  digestMinute: digest.kind === 'daily' ? digest.minute : null,
  digestZone: digest.kind === 'daily' ? digest.timeZone : null,
});

/** Whether anything but the question to its reader may be sent there. */
export const isOpen = ({ destination, enabled, confirmedAt }: Channel): boolean =>
  enabled && (destination.kind !== 'mail' || confirmedAt !== null);

export const toChannel = (row: ChannelRow): Channel => ({
  id: row.id,
  destination: destinationOf(row),
  name: row.name,
  enabled: row.enabled,
  disabledReason: row.disabledReason,
  confirmedAt: row.confirmedAt,
  digest: digestOf(row),
  previousSecretUntil: row.previousSecretUntil,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});
