import { sql, type Database, type Sql } from '../../platform/database/index.js';
import { deletePlans } from './planning/plan-store.js';

/** Removes what hangs on a person's reads and runs and does not name the person; before reads and runs themselves. Safe to repeat. */
export async function forgetHistoryDetails(db: Database, userId: string): Promise<void> {
  for (const statement of detailsOf(userId)) await db.$executeRaw(statement);
}

/** What `forgetHistoryDetails` does, one after the other. */
export function detailsOf(userId: string): readonly Sql[] {
  const runs = sql`SELECT id FROM sync_runs WHERE user_id = ${userId}`;
  const reads = sql`SELECT id FROM history_reads WHERE user_id = ${userId}`;
  return [
    ...deletePlans(sql`SELECT id FROM sync_plans WHERE user_id = ${userId}`),
    sql`DELETE FROM staged_plays WHERE read_id IN (${reads})`,
    sql`DELETE FROM read_lookups WHERE read_id IN (${reads})`,
    sql`DELETE FROM marks WHERE user_id = ${userId}`,
    sql`DELETE FROM removal_questions WHERE user_id = ${userId}`,
    sql`DELETE FROM run_requests WHERE run_id IN (${runs})`,
    sql`DELETE FROM collection_states WHERE run_id IN (${runs})`,
  ];
}
