import { NotFoundError } from '../../../platform/lib/errors.js';
import type { ChannelRow } from './channel-store.js';

/** A webhook as its owner sees it. */
export interface Channel {
  readonly id: string;
  readonly kind: 'webhook';
  readonly name: string;
  readonly url: string;
  readonly enabled: boolean;
  /** `gone` when its receiver answered 410. */
  readonly disabledReason: string | null;
  /** Until then the secret before this one signs too. */
  readonly previousSecretUntil: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface ChannelWithSecret {
  readonly channel: Channel;
  /** `whsec_…`; told this once. */
  readonly secret: string;
}

export function notFound(): never {
  throw new NotFoundError('There is no such notification channel.');
}

export const toChannel = (row: ChannelRow): Channel => ({
  id: row.id,
  kind: 'webhook',
  name: row.name,
  url: row.url,
  enabled: row.enabled,
  disabledReason: row.disabledReason,
  previousSecretUntil: row.previousSecretUntil,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});
