import type { DatabaseSession } from '../../platform/database/index.js';

/** Removes everything of a person, in the caller's transaction. */
export async function forgetPerson(userId: string, session: DatabaseSession): Promise<void> {
  const where = { userId };
  await session.notificationDelivery.deleteMany({ where });
  await session.notificationChannel.deleteMany({ where });
  await session.notification.deleteMany({ where });
  await session.notificationQuietHours.deleteMany({ where });
  await session.notificationChoice.deleteMany({ where });
}
