import { z } from 'zod';
import { queryRows, sql, type DatabaseSession } from '../../../platform/database/index.js';
import type { SyncRunView } from '../run.js';
import type { RunPace } from './slow-run.js';

/** Of the comparable runs before it, how many say what is usual. */
const usualRuns = 20;
/** Successful runs looked through for them. */
const lookedThrough = 200;

const paceRow = z.object({
  plays: z.int().nullable(),
  runs: z.int(),
  msPerPlay: z.number().nullable(),
});

export const createRunPace = (db: DatabaseSession) => ({
  /** What a run moved, and how fast those before it were; by the index of a person's runs by status, newest first. */
  async paceOf({
    id,
    userId,
    mode,
    startedAt,
  }: Pick<SyncRunView, 'id' | 'userId' | 'mode' | 'startedAt'>): Promise<RunPace> {
    const [row] = await queryRows(
      db,
      paceRow,
      sql`WITH own AS (SELECT plays_moved FROM sync_runs WHERE id = ${id}::uuid),
        recent AS (SELECT * FROM sync_runs WHERE user_id = ${userId} AND status = 'success' AND started_at < ${startedAt}
          ORDER BY started_at DESC LIMIT ${lookedThrough}),
        alike AS (SELECT extract(epoch FROM r.ended_at - r.started_at)::float8 * 1000 / r.plays_moved AS ms
          FROM recent r, own WHERE r.mode = ${mode} AND r.plays_moved BETWEEN 1 AND own.plays_moved
          ORDER BY r.started_at DESC LIMIT ${usualRuns})
        SELECT own.plays_moved AS plays, (SELECT count(*)::int4 FROM alike) AS runs,
          (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY ms) FROM alike) AS "msPerPlay" FROM own`,
    );
    const { plays = null, runs = 0, msPerPlay = null } = row ?? {};
    return { plays, usual: msPerPlay === null ? null : { runs, msPerPlay } };
  },
});
