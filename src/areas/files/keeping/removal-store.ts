import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';

const leavingRow = z.object({
  id: z.string(),
  objectKey: z.string(),
  incomingKey: z.string().nullable(),
});
/** A file on its way out, and where its bytes may be. */
export type LeavingFile = z.output<typeof leavingRow>;

const known = z.object({ key: z.string() });
const stored = z.object({
  id: z.string(),
  objectKey: z.string(),
  missingSince: z.date().nullable(),
});
export type StoredKey = z.output<typeof stored>;

const leaving = sql`id::text AS id, object_key AS "objectKey", incoming_key AS "incomingKey"`;

/** What has expired, what was not sent in all that time, and what began while its owner's account was deleted. */
const due = (now: Date, abandonedBefore: Date) =>
  sql`(expires_at <= ${now} OR (status = 'pending' AND upload_expires_at < ${abandonedBefore})
    OR NOT EXISTS (SELECT FROM users u WHERE u.id = files.user_id))`;

/** A range of keys: behind the first, up to the last; without an end it goes on to the end. */
export interface KeyRange {
  readonly behind: string;
  readonly upTo: string | null;
}

export type RemovalStore = ReturnType<typeof createRemovalStore>;

/** Rows of files as those see them who clear up. */
export const createRemovalStore = (db: Database) => ({
  /** Nobody sees it any more. Undefined where there is none. */
  async mark(id: string, userId: string): Promise<LeavingFile | undefined> {
    const [row] = await queryRows(
      db,
      leavingRow,
      sql`UPDATE files SET status = 'removing' WHERE id::text = ${id} AND user_id = ${userId} AND status <> 'removing'
        RETURNING ${leaving}`,
    );
    return row;
  },
  /** All of a person's. */
  markAllOf: (userId: string) =>
    db.$executeRaw(
      sql`UPDATE files SET status = 'removing' WHERE user_id = ${userId} AND status <> 'removing'`,
    ),
  markDue: (now: Date, abandonedBefore: Date) =>
    db.$executeRaw(
      sql`UPDATE files SET status = 'removing' WHERE status <> 'removing' AND ${due(now, abandonedBefore)}`,
    ),
  countDue: async (now: Date, abandonedBefore: Date): Promise<number> => {
    const [row] = await queryRows(
      db,
      z.object({ count: z.int() }),
      sql`SELECT count(*)::int AS count FROM files WHERE status = 'removing' OR ${due(now, abandonedBefore)}`,
    );
    return row?.count ?? 0;
  },
  /** Of anybody where no person is named. */
  leaving: (limit: number, userId?: string): Promise<LeavingFile[]> =>
    queryRows(
      db,
      leavingRow,
      sql`SELECT ${leaving} FROM files WHERE status = 'removing'
        AND (${userId ?? null}::text IS NULL OR user_id = ${userId ?? null}) ORDER BY id LIMIT ${limit}`,
    ),
  async drop(id: string): Promise<void> {
    await db.storedFile.deleteMany({ where: { id, status: 'removing' } });
  },
  /** Which of these keys a file stands for. */
  async known(keys: readonly string[]): Promise<ReadonlySet<string>> {
    const all = [...keys];
    const rows = await queryRows(
      db,
      known,
      sql`SELECT object_key AS key FROM files WHERE object_key = ANY(${all}::text[])
        UNION ALL SELECT incoming_key FROM files WHERE incoming_key = ANY(${all}::text[])`,
    );
    return new Set(rows.map(({ key }) => key));
  },
  storedBetween: ({ behind, upTo }: KeyRange): Promise<StoredKey[]> =>
    queryRows(
      db,
      stored,
      sql`SELECT id::text AS id, object_key AS "objectKey", missing_since AS "missingSince" FROM files
        WHERE status = 'stored' AND object_key > ${behind} AND (${upTo}::text IS NULL OR object_key <= ${upTo})`,
    ),
  async setMissing(id: string, since: Date | null): Promise<void> {
    await db.storedFile.updateMany({
      where: { id, status: 'stored' },
      data: { missingSince: since },
    });
  },
});
