import { z } from 'zod';
import { bulkInsert, queryRows, sql, type Database } from '../../../platform/database/index.js';
import type { RelayKey } from '../../../upstream/relay/index.js';

const keyToRead = z.object({ id: z.string(), readAt: z.date().nullable() });
export type KeyToRead = z.output<typeof keyToRead>;

/** Keys as listed; answers those whose numbers are not of this pass yet. */
export async function takeInKeys(
  db: Database,
  keys: readonly RelayKey[],
  { now, begunAt }: { readonly now: Date; readonly begunAt: Date },
): Promise<readonly KeyToRead[]> {
  await bulkInsert(db, {
    table: 'relay_keys',
    columns: { id: 'text', name: 'text', seen_at: 'timestamptz' },
    rows: keys.map(({ id, name }) => ({ id, name, seen_at: now })),
    onConflict: { target: ['id'], update: ['name', 'seen_at'] },
  });
  return queryRows(
    db,
    keyToRead,
    sql`SELECT id, read_at AS "readAt" FROM relay_keys
      WHERE id = ANY(${keys.map(({ id }) => id)}) AND (read_at IS NULL OR read_at < ${begunAt}) ORDER BY id`,
  );
}

/** All of its numbers are as of then. */
export async function markRead(db: Database, keyId: string, asOf: Date): Promise<void> {
  await db.$executeRaw`UPDATE relay_keys SET read_at = ${asOf} WHERE id = ${keyId}`;
}
