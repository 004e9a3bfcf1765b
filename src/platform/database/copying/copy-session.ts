import type pg from 'pg';

/** One connection inside a transaction, on which whole tables are read or written. */
export type CopySession = Pick<pg.ClientBase, 'query'>;

/** Times, bytes and numbers as text that reads back as the same value, whatever the server is set to; and no hurry. */
export const exactText = `SET LOCAL TIME ZONE 'UTC'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1;
  SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`;

/** Tables of our schema that are there, Prisma's record of migrations aside. */
export async function listTables(session: CopySession): Promise<string[]> {
  const { rows } = await session.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
       AND c.relname <> '_prisma_migrations' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** The last migration that was applied; undefined where there is no record of any. */
export async function lastMigration(session: CopySession): Promise<string | undefined> {
  const { rows: found } = await session.query<{ there: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`,
  );
  if (found[0]?.there !== true) return undefined;
  const { rows } = await session.query<{ name: string }>(
    `SELECT migration_name AS name FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name DESC LIMIT 1`,
  );
  return rows[0]?.name;
}

/** A table's name as SQL may hold it; anything unusual is refused. */
export function quoted(name: string): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(name))
    throw new TypeError(`Not a table or column name: ${JSON.stringify(name)}`);
  return `"${name}"`;
}
