import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';

/** Of these people: those who have syncs switched on and real, and are not kept out; in the order of their ids. */
export async function listSyncable(db: Database, userIds: readonly string[]): Promise<string[]> {
  if (userIds.length === 0) return [];
  const rows = await queryRows(
    db,
    z.object({ id: z.string() }),
    sql`SELECT u.id FROM users u LEFT JOIN sync_settings s ON s.user_id = u.id
      WHERE u.id = ANY(${[...userIds]}::text[]) AND u.disabled_at IS NULL AND u.deleted_at IS NULL
        AND coalesce(s.enabled, true) AND NOT coalesce(s.dry_run, false) ORDER BY u.id`,
  );
  return rows.map(({ id }) => id);
}
