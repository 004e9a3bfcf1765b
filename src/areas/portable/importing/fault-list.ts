import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import { InputError } from '../../../platform/lib/errors.js';
import type { Page, PageWish } from '../../../platform/lib/page-cursor.js';
import type { ImportFault } from './import.js';

const faultRow = z.object({
  number: z.int(),
  file: z.string().nullable(),
  row: z.int(),
  column: z.string().nullable(),
  reason: z.string(),
});

/** What is wrong with an import, as its rows come. Throws InputError for a cursor that is not ours. */
export async function listFaults(
  db: Database,
  importId: string,
  { limit, cursor }: PageWish,
): Promise<Page<ImportFault>> {
  const after = cursor === undefined ? 0 : parsePlace(cursor);
  const rows = await queryRows(
    db,
    faultRow,
    sql`SELECT number, file, "row", "column", reason FROM import_faults
      WHERE import_id = ${importId}::uuid AND number > ${after} ORDER BY number LIMIT ${limit + 1}`,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1)?.number;
  return {
    items: shown.map(({ file, row, column, reason }) => ({ file, row, column, reason })),
    nextCursor: rows.length > limit && last !== undefined ? String(last) : null,
  };
}

function parsePlace(cursor: string): number {
  if (/^\d{1,6}$/.test(cursor)) return Number(cursor);
  const message = 'is not a cursor this service gave out; start again without it';
  throw new InputError('query', [{ place: '/cursor', message }]);
}
