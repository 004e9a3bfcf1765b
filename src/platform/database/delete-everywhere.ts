import { z } from 'zod';
import type { Database } from './connect-database.js';
import { queryRows, sql } from './query-rows.js';
import { identifier } from './unnest-rows.js';

export interface DeleteEverywhere {
  /** A column by which tables name whom or what a row belongs to: `user_id`. */
  readonly column: string;
  readonly value: string;
  readonly except?: readonly string[] | undefined;
}

/** Rows a statement deletes at most: years of history must not hold locks for minutes. */
const batch = 10_000;

/**
 * Deletes the rows with this value from every table that has the column – also from tables that came after this was
 * written. Not one transaction: safe to repeat. Tables that others refer to come last: else all that hangs on a row would go with
 * it in one statement.
 */
export async function deleteEverywhere(
  db: Database,
  { column, value, except = [] }: DeleteEverywhere,
): Promise<void> {
  const tables = await queryRows(
    db,
    z.object({ name: z.string() }),
    sql`SELECT c.table_name::text AS name FROM information_schema.columns c
      JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE c.column_name = ${column} AND c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
      ORDER BY EXISTS (SELECT FROM pg_constraint k WHERE k.contype = 'f' AND k.confrelid = quote_ident(c.table_name)::regclass), 1`,
  );
  for (const { name } of tables.filter((table) => !except.includes(table.name))) {
    const table = identifier(name);
    let deleted = batch;
    while (deleted === batch) {
      deleted = await db.$executeRaw(
        sql`DELETE FROM ${table} WHERE ctid IN
          (SELECT ctid FROM ${table} WHERE ${identifier(column)} = ${value} LIMIT ${batch})`,
      );
    }
  }
}
