import type { Database } from '../../src/platform/database/index.js';

/** Names of all tables of ours. */
export async function tablesOf(db: Database): Promise<readonly string[]> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`;
  return tables.map(({ name }) => name);
}
