import { z } from 'zod';
import {
  queryRows,
  sql,
  type Database,
  type DatabaseSession,
} from '../../../platform/database/index.js';

/** How the reading of the relay stands. */
export interface RelayStanding {
  /** When a pass last came to its end. */
  readonly readAt: Date | null;
  /** As of when the numbers are, where reading fails; null while all is well. */
  readonly staleSince: Date | null;
  /** Passes that failed one after the other. */
  readonly misses: number;
}

const standingRow = z.object({
  readAt: z.date().nullable(),
  staleSince: z.date().nullable(),
  misses: z.number(),
});
const columns = sql`read_at AS "readAt", stale_since AS "staleSince", misses`;
const nothingYet: RelayStanding = { readAt: null, staleSince: null, misses: 0 };

/** A pass that was left off is gone on with for so long. */
const goOnMs = 3_600_000;

export type ReadingStore = ReturnType<typeof createReadingStore>;

export function createReadingStore({ db }: { readonly db: Database }) {
  return {
    async standing(): Promise<RelayStanding> {
      const [row] = await queryRows(
        db,
        standingRow,
        sql`SELECT ${columns} FROM relay_readings WHERE id = 'relay'`,
      );
      return row ?? nothingYet;
    },

    /** When the pass began that this one goes on with, or now. */
    async begin(now: Date): Promise<Date> {
      const [row] = await queryRows(
        db,
        z.object({ begunAt: z.date() }),
        sql`INSERT INTO relay_readings AS old (id, begun_at) VALUES ('relay', ${now})
          ON CONFLICT (id) DO UPDATE SET begun_at = CASE
            WHEN old.begun_at > ${new Date(now.getTime() - goOnMs)} AND (old.read_at IS NULL OR old.read_at < old.begun_at)
            THEN old.begun_at ELSE excluded.begun_at END
          RETURNING begun_at AS "begunAt"`,
      );
      return row?.begunAt ?? now;
    },

    /** All is well; answers since when the numbers were stale, where somebody was told. */
    async end(tx: DatabaseSession, now: Date): Promise<Date | null> {
      const [before] = await queryRows(
        tx,
        z.object({ staleSince: z.date().nullable(), toldAt: z.date().nullable() }),
        sql`SELECT stale_since AS "staleSince", told_at AS "toldAt" FROM relay_readings WHERE id = 'relay' FOR UPDATE`,
      );
      await tx.$executeRaw`UPDATE relay_readings SET read_at = ${now}, stale_since = NULL, misses = 0, told_at = NULL
        WHERE id = 'relay'`;
      return before?.toldAt == null ? null : before.staleSince;
    },

    /** One more that failed. */
    async miss(tx: DatabaseSession, now: Date): Promise<RelayStanding & { staleSince: Date }> {
      const [row] = await queryRows(
        tx,
        standingRow.extend({ staleSince: z.date() }),
        sql`UPDATE relay_readings SET misses = misses + 1, stale_since = coalesce(stale_since, read_at, ${now})
          WHERE id = 'relay' RETURNING ${columns}`,
      );
      return row ?? { readAt: null, staleSince: now, misses: 1 };
    },

    async markTold(tx: DatabaseSession, now: Date): Promise<void> {
      await tx.$executeRaw`UPDATE relay_readings SET told_at = ${now} WHERE id = 'relay'`;
    },
  };
}
