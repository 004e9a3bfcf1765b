import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { Matching } from '../../matching/index.js';
import type { WishStore } from '../carrying/wish-store.js';

export interface RetryRunDeps {
  readonly db: Database;
  readonly matching: Pick<Matching, 'forgetTable'>;
  readonly wishes: Pick<WishStore, 'release' | 'countSent'>;
  readonly clock: Clock;
}

interface OfRun {
  readonly userId: string;
  readonly runId: string;
}

export interface RunRetry {
  /** Parked plays, ratings and states that the next run takes up now, whatever they waited for. */
  readonly released: number;
  /** What the run left half done: the next run takes it up as it is. */
  readonly leftOver: number;
}

/**
 * Puts what a run parked back into line, so that the next run plans it again, and counts what it left half done. What a
 * person ignores or has undone, and what another run has moved since, stays as it is. Safe to repeat: then nothing is left to
 * release.
 */
export async function retryRun(deps: RetryRunDeps, run: OfRun): Promise<RunRetry> {
  const { wishes, clock } = deps;
  const plays = await retryPlays(deps, run);
  const leftOver = await wishes.countSent(run);
  const released = await wishes.release({ ...run, now: clock.now() });
  return { released: plays.released + released, leftOver: plays.leftOver + leftOver };
}

async function retryPlays(
  { db, matching }: RetryRunDeps,
  { userId, runId }: OfRun,
): Promise<RunRetry> {
  const ofRun = sql`user_id = ${userId} AND run_id = ${runId}::uuid`;
  // The table that lacked the episode would be believed for most of a day.
  const lacking = await queryRows(
    db,
    z.object({ subjectId: z.int() }),
    sql`SELECT DISTINCT subject_id AS "subjectId" FROM plays WHERE ${ofRun}
      AND state = 'parked' AND reason = 'episode-missing' AND subject_id IS NOT NULL`,
  );
  for (const { subjectId } of lacking) await matching.forgetTable(subjectId);
  const [counts] = await queryRows(
    db,
    z.object({ leftOver: z.int() }),
    sql`SELECT count(*)::int AS "leftOver" FROM plays WHERE ${ofRun} AND state IN ('seen', 'planned', 'sent')`,
  );
  // As when their time had come: what was decided is marked again, what was doubtful or refused is matched again first.
  const released = await db.$executeRaw`
    UPDATE plays SET due_at = NULL, reason = NULL,
      state = CASE WHEN reason IN ('upstream-down', 'needs-reauth') AND subject_id IS NOT NULL THEN 'planned' ELSE 'seen' END
    WHERE ${ofRun} AND state = 'parked'`;
  return { released, leftOver: counts?.leftOver ?? 0 };
}
