import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { NotFoundError } from '../../../platform/lib/errors.js';
import type { CountUse } from '../allowances.js';
import { NotificationError } from '../notification-error.js';
import { listDeliveries, type DeliveryView } from './deliveries.js';

export interface RetryDeliveryDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly countUse: CountUse;
}

export interface RetryWish {
  readonly userId: string;
  readonly channelId: string;
  readonly id: string;
}

/**
 * Sends by itself, now and for two days again, what failed: under the same id, so that a receiver who had it knows. Throws
 * NotFoundError, NotificationError `not-failed` and `throttled`.
 */
export async function retryDelivery(
  { db, clock, countUse }: RetryDeliveryDeps,
  { userId, channelId, id }: RetryWish,
): Promise<DeliveryView> {
  const found = await db.notificationDelivery.count({ where: { id, channelId, userId } });
  if (found === 0) throw new NotFoundError('There is no such delivery.');
  await countUse('delivery-retry', userId);
  const now = clock.now();
  const { count } = await db.notificationDelivery.updateMany({
    where: { id, status: 'failed' },
    data: {
      status: 'pending',
      attempts: 0,
      dueAt: now,
      nextAttemptAt: now,
      gathered: false,
      batchId: null,
      finishedAt: null,
    },
  });
  const [delivery] = (await listDeliveries(db, channelId, { limit: 1, id })).items;
  if (count > 0 && delivery !== undefined) return delivery;
  const state = delivery?.status ?? 'gone';
  throw new NotificationError(
    'not-failed',
    `The delivery is ${state}; only failed ones are retried.`,
  );
}
