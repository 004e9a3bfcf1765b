import type { DatabaseSession } from '../../../platform/database/index.js';
import type { Notifications } from '../../notifications/index.js';
import { keyOf, type StoredConnection } from '../connection-store.js';

/** Once for each token that died: the row tells since when it was in use. */
export async function tellNeedsReauth(
  notifications: Pick<Notifications, 'notify'>,
  row: StoredConnection,
  session: DatabaseSession,
): Promise<void> {
  const { userId, service } = keyOf(row);
  const dedupeKey = `${service}/${row.updatedAt.toISOString()}`;
  await notifications.notify(
    { userId, event: 'connection.needs-reauth', dedupeKey, data: { service } },
    session,
  );
}
