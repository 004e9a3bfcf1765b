import { z } from 'zod';
import { recordId } from '../../../platform/lib/record-fields.js';
import { sql, type Sql } from '../../../platform/database/index.js';
import { InputError } from '../../../platform/lib/errors.js';
import { cursorTime } from '../../../platform/lib/storable-time.js';

export const sessionSorts = ['-created_at', 'created_at', '-updated_at', 'updated_at'] as const;
export const taskSorts = ['-created_at', 'created_at', 'position', '-position'] as const;
export type RecordSort = (typeof sessionSorts)[number] | (typeof taskSorts)[number];

/** What a row is placed by; ids come after. */
export interface Sorted {
  readonly id: string;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly position?: number | undefined;
}

const columns = {
  created_at: sql`r.created_at`,
  updated_at: sql`r.updated_at`,
  position: sql`r.position`,
};

const columnOf = (sort: RecordSort): keyof typeof columns =>
  sort.endsWith('created_at')
    ? 'created_at'
    : sort.endsWith('updated_at')
      ? 'updated_at'
      : 'position';

const isDown = (sort: RecordSort): boolean => sort.startsWith('-');

export const toOrder = (sort: RecordSort): Sql => {
  const column = columns[columnOf(sort)];
  return isDown(sort) ? sql`${column} DESC, r.id DESC` : sql`${column}, r.id`;
};

/** Where a page ends, for the next one to begin behind it. */
export function toCursor(sort: RecordSort, row: Sorted): string {
  const column = columnOf(sort);
  const value = column === 'position' ? String(row.position ?? 0) : row[column].toISOString();
  return Buffer.from(`${sort} ${value} ${row.id}`).toString('base64url');
}

const place = z
  .string()
  .regex(/^\d{1,10}$/)
  .refine((text) => Number(text) < 2 ** 31);

/** What comes behind that place. Throws InputError for what was not given out under this sort. */
export function toBehind(sort: RecordSort, cursor: string): Sql {
  const column = columnOf(sort);
  const parts = Buffer.from(cursor, 'base64url').toString().split(' ');
  const shape = z.tuple([z.literal(sort), column === 'position' ? place : cursorTime, recordId]);
  const parsed = shape.safeParse(parts);
  if (!parsed.success) {
    const message = 'is not a cursor this service gave out for this sort; start again without it';
    throw new InputError('query', [{ place: '/cursor', message }]);
  }
  const [, text, id] = parsed.data;
  const value = column === 'position' ? sql`${Number(text)}` : sql`${new Date(text)}`;
  return isDown(sort)
    ? sql`(${columns[column]}, r.id) < (${value}, ${id})`
    : sql`(${columns[column]}, r.id) > (${value}, ${id})`;
}
