import { z } from 'zod';
import { parseCursor, toPage, type Page } from '../../../platform/lib/page-cursor.js';

/** Numbers are no times: their cursors all hold this one. */
const atAll = new Date(0);
const number = z.string().regex(/^\d{1,9}$/);

/** The number after which a page begins, counted from one. Throws InputError for a cursor that is not ours. */
export const numberBefore = (cursor: string | undefined): number =>
  cursor === undefined ? 0 : Number(parseCursor(cursor, number).id);

/** A page out of up to `limit + 1` rows in the order of a number of theirs. */
export const toNumberedPage = <Row>(
  rows: readonly Row[],
  limit: number,
  numberOf: (row: Row) => number,
): Page<Row> =>
  toPage(rows, limit, {
    place: (row) => ({ at: atAll, id: String(numberOf(row)) }),
    item: (row) => row,
  });
