import type { Database } from '../../platform/database/index.js';

/** What was counted of keys and people that are gone. Safe to repeat. */
export async function forgetGoneKeys(db: Database): Promise<void> {
  await db.$executeRaw`DELETE FROM key_usage u WHERE u.source = 'watchflow'
    AND NOT EXISTS (SELECT FROM api_keys k WHERE k.id = u.key_id)`;
  await db.$executeRaw`UPDATE relay_keys r SET api_key_id = NULL WHERE r.api_key_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM api_keys k WHERE k.id = r.api_key_id)`;
  await db.$executeRaw`DELETE FROM request_counts c
    WHERE NOT EXISTS (SELECT FROM api_keys k WHERE c.subject IN ('key:' || k.id, 'user:' || k.user_id))`;
}
