import type { DatabaseSession } from '../../../platform/database/index.js';
import type { QuietHours } from './quiet-hours.js';

type Table = Pick<DatabaseSession, 'notificationQuietHours'>;

/** Undefined where the person wants none. */
export async function readQuietHours(db: Table, userId: string): Promise<QuietHours | undefined> {
  const found = await db.notificationQuietHours.findUnique({
    where: { userId },
    omit: { userId: true },
  });
  return found ?? undefined;
}

/** Null: none. */
export async function writeQuietHours(
  db: Table,
  userId: string,
  wish: QuietHours | null,
): Promise<void> {
  if (wish === null) {
    await db.notificationQuietHours.deleteMany({ where: { userId } });
    return;
  }
  const { fromMinute, toMinute, timeZone } = wish;
  const columns = { fromMinute, toMinute, timeZone };
  const create = { userId, ...columns };
  await db.notificationQuietHours.upsert({ where: { userId }, create, update: columns });
}
