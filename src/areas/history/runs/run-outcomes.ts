import { z } from 'zod';
import { queryRows, sql, type DatabaseSession } from '../../../platform/database/index.js';

/** Endings that say whether syncs work: what a person or their account stopped says nothing of it. */
const tellingStatuses = ['success', 'unchanged', 'failed', 'upstream-down', 'incomplete'] as const;

const outcomeRow = z.object({
  userId: z.string(),
  status: z.enum(tellingStatuses),
  endedAt: z.date(),
});
export type RunOutcome = Readonly<z.infer<typeof outcomeRow>>;

export const createRunOutcomes = (db: DatabaseSession) => ({
  /** How the newest `limit` syncs of everybody ended that did so after then, newest first; by the index of when runs ended. */
  latestOutcomes: (after: Date, limit: number): Promise<RunOutcome[]> =>
    queryRows(
      db,
      outcomeRow,
      sql`SELECT user_id AS "userId", status, ended_at AS "endedAt" FROM sync_runs
        WHERE ended_at > ${after} AND status = ANY(${[...tellingStatuses]}::text[]) AND mode <> 'undo'
        ORDER BY ended_at DESC LIMIT ${limit}`,
    ),
});
