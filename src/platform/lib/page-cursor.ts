import { z } from 'zod';
import { InputError } from './errors.js';
import { cursorTime } from './storable-time.js';

/** Where a page ended, in a list ordered by time and, within it, by id. */
export interface PagePlace {
  readonly at: Date;
  readonly id: string;
}

/** A wish for one page. */
export interface PageWish {
  readonly limit: number;
  /** As the page before gave it out. */
  readonly cursor?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

const anyId = z.string().regex(/^[\w-]{1,200}$/);

/** Throws InputError for what was not given out as a cursor of a list whose ids look so. */
export function parseCursor(cursor: string, idShape: z.ZodType<string> = anyId): PagePlace {
  const parts = Buffer.from(cursor, 'base64url').toString().split(' ');
  const parsed = z.tuple([cursorTime, idShape]).safeParse(parts);
  if (parsed.success) return { at: new Date(parsed.data[0]), id: parsed.data[1] };
  const message = 'is not a cursor this service gave out; start again without it';
  throw new InputError('query', [{ place: '/cursor', message }]);
}

const toCursor = ({ at, id }: PagePlace): string =>
  Buffer.from(`${at.toISOString()} ${id}`).toString('base64url');

/** A page out of up to `limit + 1` rows: the one too many tells that there are more. */
export function toPage<Row, T>(
  rows: readonly Row[],
  limit: number,
  { place, item }: { readonly place: (row: Row) => PagePlace; readonly item: (row: Row) => T },
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(item),
    nextCursor: rows.length > limit && last !== undefined ? toCursor(place(last)) : null,
  };
}
