import { sql, type Database } from '../../platform/database/index.js';
import { tagOf, quoted } from './words/lexemes.js';
import { ourSource } from './words/index-entry.js';

/** Rows a statement deletes at most. */
const batch = 10_000;

/** Removes what other services handed in by keys of the person. What is written down of them here stays. Safe to repeat. */
export async function forgetPerson(db: Database, userId: string): Promise<void> {
  const theirs = quoted(tagOf('person', userId));
  let deleted = batch;
  while (deleted === batch)
    deleted = await db.$executeRaw(
      sql`DELETE FROM audit_logs WHERE id IN (SELECT id FROM audit_logs
        WHERE words @@ ${theirs}::tsquery AND source <> ${ourSource} AND concerns = ${userId} LIMIT ${batch})`,
    );
}
