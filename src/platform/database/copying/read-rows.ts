import { quoted, type CopySession } from './copy-session.js';

export interface RowsToRead {
  readonly table: string;
  /** A condition of ours on `t`; all rows without it. */
  readonly where?: string | undefined;
}

/** Rows fetched at once: memory stays the same however many there are. */
const atOnce = 500;

/**
 * Each row as one line of JSON, by primary key, in an order that is the same in every database. Numbers are as exact as in
 * the database: whoever parses the line in JavaScript has to mind those above 2^53.
 */
export async function* readRows(
  session: CopySession,
  { table, where }: RowsToRead,
): AsyncGenerator<string> {
  const order = await primaryKey(session, table);
  await session.query(
    `DECLARE copied NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS row FROM ${quoted(table)} t
     ${where === undefined ? '' : `WHERE ${where}`} ORDER BY ${order}`,
  );
  for (;;) {
    const { rows } = await session.query<{ row: string }>(`FETCH ${atOnce} FROM copied`);
    for (const { row } of rows) yield row;
    if (rows.length < atOnce) break;
  }
  await session.query('CLOSE copied');
}

/** Text is compared byte by byte: collations differ between servers. */
async function primaryKey(session: CopySession, table: string): Promise<string> {
  const { rows } = await session.query<{ name: string; isText: boolean }>(
    `SELECT a.attname AS name, a.attcollation <> 0 AS "isText" FROM pg_index i
     JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
     WHERE i.indrelid = $1::regclass AND i.indisprimary ORDER BY array_position(i.indkey::int2[], a.attnum)`,
    [quoted(table)],
  );
  if (rows.length === 0) throw new Error(`the table ${table} has no primary key`);
  return rows
    .map(({ name, isText }) => `t.${quoted(name)}${isText ? ' COLLATE "C"' : ''}`)
    .join(', ');
}
