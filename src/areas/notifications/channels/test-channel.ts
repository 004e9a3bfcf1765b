import { randomUUID } from 'node:crypto';
import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { InputError } from '../../../platform/lib/errors.js';
import type { CountUse } from '../allowances.js';
import { listDeliveries, type DeliveryView } from '../delivering/deliveries.js';
import { tell } from '../notify.js';
import type { Channel } from './channel.js';

export interface TestChannelDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly countUse: CountUse;
}

/**
 * Puts a test into the outbox of one channel, whatever its owner chose to be told. Throws InputError when nothing may be sent
 * there, NotificationError `throttled`.
 */
export async function testChannel(
  { db, clock, countUse }: TestChannelDeps,
  { userId, id, name }: Pick<Channel, 'id' | 'name'> & { readonly userId: string },
): Promise<DeliveryView> {
  await countUse('channel-test', id);
  const data = { channelId: id, channelName: name };
  const notice = { userId, event: 'channel.test', dedupeKey: randomUUID(), data } as const;
  const { notificationId } = await tell(db, notice, { now: clock.now(), onlyChannel: id });
  const { items } = await listDeliveries(db, id, { limit: 1, notificationId });
  return (notificationId === undefined ? undefined : items[0]) ?? refuseClosed();
}

/** Of a channel nothing may be sent to. */
export function refuseClosed(): never {
  const message =
    'names a channel that is switched off, or whose reader has not agreed yet; see to that first';
  throw new InputError('path', [{ place: '/id', message }]);
}
