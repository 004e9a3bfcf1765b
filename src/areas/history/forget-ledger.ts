import { sql, type Database } from '../../platform/database/index.js';
import { detailsOf } from './forget-details.js';

/**
 * Forgets a person's plays, how far they were read, and the runs; settings stay. All of it or nothing: with the plays gone
 * and the cursor left, the next sync would find nothing new. No sync may run. Safe to repeat.
 */
export async function forgetLedger(db: Database, userId: string): Promise<void> {
  const statements = [
    ...detailsOf(userId),
    sql`DELETE FROM sync_cursors WHERE user_id = ${userId}`,
    sql`DELETE FROM subject_calls WHERE user_id = ${userId}`,
    sql`DELETE FROM library_parts WHERE user_id = ${userId}`,
    sql`DELETE FROM staged_library_items WHERE user_id = ${userId}`,
    sql`DELETE FROM library_items WHERE user_id = ${userId}`,
    sql`DELETE FROM subject_wishes WHERE user_id = ${userId}`,
    sql`DELETE FROM wish_gatherings WHERE user_id = ${userId}`,
    sql`DELETE FROM plays WHERE user_id = ${userId}`,
    sql`DELETE FROM history_reads WHERE user_id = ${userId}`,
    sql`DELETE FROM sync_runs WHERE user_id = ${userId}`,
  ];
  await db.$transaction(statements.map((statement) => db.$executeRaw(statement)));
}
