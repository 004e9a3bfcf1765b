import { z } from 'zod';
import { queryRows, sql, unnestRows, type Database } from '../../../platform/database/index.js';

export interface OrphanFound {
  readonly key: string;
  readonly size: number;
  readonly writtenAt: Date;
}

export interface Orphan extends OrphanFound {
  readonly firstSeenAt: Date;
}

const orphanRow = z.object({
  key: z.string(),
  size: z.bigint().transform(Number),
  writtenAt: z.date(),
  firstSeenAt: z.date(),
});

const columns = sql`object_key AS key, size, written_at AS "writtenAt", first_seen_at AS "firstSeenAt"`;

export type OrphanStore = ReturnType<typeof createOrphanStore>;

/** Objects that belong to no file: the report of them, and since when each stands in it. */
export const createOrphanStore = (db: Database) => ({
  /** As they stand in the report from now on. */
  report: async (found: readonly OrphanFound[], now: Date): Promise<Orphan[]> => {
    if (found.length === 0) return [];
    const rows = unnestRows(
      { key: 'text', size: 'int8', written_at: 'timestamptz' },
      found.map(({ key, size, writtenAt }) => ({ key, size, written_at: writtenAt })),
    );
    return queryRows(
      db,
      orphanRow,
      sql`INSERT INTO file_orphans AS o (object_key, size, written_at, first_seen_at, last_seen_at)
        SELECT r.key, r.size, r.written_at, ${now}, ${now} FROM ${rows} AS r
        ON CONFLICT (object_key) DO UPDATE SET size = excluded.size, last_seen_at = excluded.last_seen_at,
          written_at = excluded.written_at,
          first_seen_at = CASE WHEN o.written_at = excluded.written_at THEN o.first_seen_at ELSE excluded.first_seen_at END
        RETURNING ${columns}`,
    );
  },
  async drop(key: string): Promise<void> {
    await db.fileOrphan.deleteMany({ where: { objectKey: key } });
  },
  /** What was not seen any more since then is no orphan any more. */
  async dropUnseen(since: Date): Promise<void> {
    await db.fileOrphan.deleteMany({ where: { lastSeenAt: { lt: since } } });
  },
  /** In the order of their keys. */
  list: (limit: number, after = ''): Promise<Orphan[]> =>
    queryRows(
      db,
      orphanRow,
      sql`SELECT ${columns} FROM file_orphans WHERE object_key > ${after} ORDER BY object_key LIMIT ${limit}`,
    ),
});
