import { quoted, type CopySession } from './copy-session.js';

export interface RowsToWrite {
  readonly table: string;
  /** As `readRows` gives them. */
  readonly rows: readonly string[];
}

/** Writes rows back as they were read: every column of the table is in them. */
export async function writeRows(session: CopySession, { table, rows }: RowsToWrite): Promise<void> {
  const name = quoted(table);
  await session.query(
    `INSERT INTO ${name} OVERRIDING SYSTEM VALUE SELECT * FROM json_populate_recordset(NULL::${name}, $1::json)`,
    [`[${rows.join(',')}]`],
  );
}

/** Numbers that the database gives out go on after the highest there is. */
export async function setSequences(session: CopySession): Promise<void> {
  const { rows } = await session.query<{ table: string; column: string }>(
    `SELECT c.relname AS table, a.attname AS column FROM pg_class c
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
       AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL`,
  );
  for (const { table, column } of rows) {
    await session.query(
      `SELECT setval(pg_get_serial_sequence($1, $2), max(${quoted(column)})) FROM ${quoted(table)} HAVING max(${quoted(column)}) IS NOT NULL`,
      [quoted(table), column],
    );
  }
}
