import type { Database } from '../../../platform/database/index.js';
import { isUrgent } from '../events.js';
import { endOfQuiet } from './quiet-hours.js';
import { readQuietHours } from './quiet-hours-store.js';

interface Told {
  readonly userId: string;
  readonly notificationId: bigint;
}

/**
 * The first moment from this one on at which it may be sent. Planned for is the end of quiet hours; further attempts, and
 * those that come late, may fall into them.
 */
export const createHoldBack =
  (db: Database) =>
  async ({ userId, notificationId }: Told, at: Date): Promise<Date> => {
    const quiet = await readQuietHours(db, userId);
    if (quiet === undefined) return at;
    const where = { id: notificationId };
    const found = await db.notification.findUnique({ where, select: { event: true } });
    return found === null || isUrgent(found.event) ? at : endOfQuiet(at, quiet);
  };
