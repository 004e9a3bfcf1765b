import { randomUUID } from 'node:crypto';
import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { InputError } from '../../../platform/lib/errors.js';
import { tell } from '../notify.js';
import type { Channel } from './channel.js';
import { listDeliveries, type DeliveryView } from './deliveries.js';

export interface TestChannelDeps {
  readonly db: Database;
  readonly clock: Clock;
}

/** Puts a test into the outbox of one channel, whatever its owner chose to be told. Throws InputError when it is off. */
export async function testChannel(
  { db, clock }: TestChannelDeps,
  { userId, id, name }: Pick<Channel, 'id' | 'name'> & { readonly userId: string },
): Promise<DeliveryView> {
  const data = { channelId: id, channelName: name };
  const notice = { userId, event: 'channel.test', dedupeKey: randomUUID(), data } as const;
  const { notificationId } = await tell(db, notice, { now: clock.now(), onlyChannel: id });
  const { items } = await listDeliveries(db, id, { limit: 1, notificationId });
  const delivery = notificationId === undefined ? undefined : items[0];
  if (delivery !== undefined) return delivery;
  const message = 'names a webhook that is switched off; switch it on to test it';
  throw new InputError('path', [{ place: '/id', message }]);
}
