import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import {
  queryRows,
  sql,
  type DatabaseSession,
  type Sql,
} from '../../../platform/database/index.js';
import { lineKinds, type ExportFormat, type ExportKind } from './kinds.js';
import { exportTables, type ExportTable } from './tables.js';

export interface WriteRows {
  readonly userId: string;
  readonly format: ExportFormat;
  readonly kind: ExportKind;
}

const line = z.object({ line: z.string() });
const cells = z.record(z.string(), z.unknown());

/** All of one kind through a cursor, a thousand at a time; answers how many. Within the transaction of the caller. */
export async function writeRows(
  tx: DatabaseSession,
  { userId, format, kind }: WriteRows,
  write: (text: string) => Promise<void>,
): Promise<number> {
  const table = exportTables[kind];
  if (format === 'csv') await write(toHeader(table));
  await tx.$executeRaw`DECLARE exported NO SCROLL CURSOR FOR
    SELECT ${toLine(kind, table)} AS line FROM ${table.from(userId)} ORDER BY ${table.orderBy}`;
  let written = 0;
  for (;;) {
    const rows = await queryRows(tx, line, sql`FETCH 1000 FROM exported`);
    if (rows.length === 0) break;
    written += rows.length;
    await write(
      format === 'csv' ? toCsv(table, rows) : rows.map((row) => `${row.line}\n`).join(''),
    );
  }
  await tx.$executeRaw`CLOSE exported`;
  return written;
}

/** A row as JSON, made where it is stored. */
function toLine(kind: ExportKind, { columns }: ExportTable): Sql {
  const parts = Object.entries(columns).map(([name, value]) => sql`${name}::text, ${value}`);
  const all = parts.reduce(
    (before, part) => sql`${before}, ${part}`,
    sql`'kind', ${lineKinds[kind]}::text`,
  );
  return sql`json_build_object(${all})::text`;
}

const toHeader = ({ columns }: ExportTable): string =>
  // The mark tells spreadsheets that it is UTF-8.
  `\ufeff${stringify([Object.keys(columns)], { record_delimiter: '\r\n' })}`;

function toCsv({ columns }: ExportTable, rows: readonly z.output<typeof line>[]): string {
  const names = Object.keys(columns);
  const records = rows.map((row) => {
    const values = cells.parse(JSON.parse(row.line));
    return names.map((name) => toCell(values[name]));
  });
  // A cell that begins like a formula gets a ' before it: spreadsheets would carry it out.
  return stringify(records, { escape_formulas: true, record_delimiter: '\r\n' });
}

function toCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
