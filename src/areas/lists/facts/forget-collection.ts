import { sql, type Database } from '../../../platform/database/index.js';

/** Forgets what a person has collected on Bangumi, and how far it was read: for whoever disconnects that account. Safe to repeat. */
export async function forgetCollection(db: Database, userId: string): Promise<void> {
  const statements = [
    sql`DELETE FROM collection_reads WHERE user_id = ${userId}`,
    sql`DELETE FROM staged_collected_subjects WHERE user_id = ${userId}`,
    sql`DELETE FROM collected_subjects WHERE user_id = ${userId}`,
  ];
  await db.$transaction(statements.map((statement) => db.$executeRaw(statement)));
}
