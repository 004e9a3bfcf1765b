import { Prisma } from './generated/client.js';
import type { Sql } from './query-rows.js';

/** What a row holds for a column of each type; times as Date or RFC 3339 text, `jsonb` as anything JSON can say. */
interface ValueOf {
  readonly text: string;
  readonly int4: number;
  readonly int8: bigint | number;
  readonly bool: boolean;
  readonly timestamptz: Date | string;
  readonly uuid: string;
  readonly jsonb: unknown;
  /** As PostgreSQL writes one. */
  readonly tsvector: string;
}

type ColumnType = keyof ValueOf;
/** Column name → its type. */
export type Columns = Readonly<Record<string, ColumnType>>;
/** Every column is given in every row; `null` is SQL's NULL, in `jsonb` too. */
export type RowOf<C extends Columns> = { readonly [K in keyof C]: ValueOf[C[K]] | null };

/** A name as SQL may hold it. Names come from our code only; anything unusual is a mistake and refused. */
export function identifier(name: string): Sql {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) {
    throw new TypeError(`Not a column or table name: ${JSON.stringify(name)}`);
  }
  return Prisma.raw(`"${name}"`);
}

/**
 * Rows as a table of their own, one array parameter per column however many rows:
 * `UPDATE plays p SET state = v.state FROM ${unnestRows({ id: 'int8', state: 'text' }, rows)} AS v WHERE p.id = v.id`.
 */
export function unnestRows<C extends Columns>(columns: C, rows: readonly RowOf<C>[]): Sql {
  const entries = Object.entries(columns);
  const arrays = entries.map(([name, type]) =>
    arrayOf(
      type,
      rows.map((row) => row[name]),
    ),
  );
  const picked = entries.map(([name, type]) =>
    isCast(type) ? castOf(name, type) : identifier(name),
  );
  const names = entries.map(([name]) => identifier(name));
  return Prisma.sql`(SELECT ${Prisma.join(picked)} FROM unnest(${Prisma.join(arrays)}) AS given(${Prisma.join(names)}))`;
}

// The driver cannot tell a JSON array from an array of JSON values, so jsonb travels as text; tsvector it does not know.
const isCast = (type: ColumnType): boolean => type === 'jsonb' || type === 'tsvector';
const castOf = (name: string, type: ColumnType): Sql =>
  Prisma.sql`${identifier(name)}::${Prisma.raw(type)} AS ${identifier(name)}`;

function arrayOf(type: ColumnType, values: readonly unknown[]): Sql {
  const parameters = values.map((value) => toParameter(type, value));
  return Prisma.sql`${parameters}::${Prisma.raw(isCast(type) ? 'text' : type)}[]`;
}

function toParameter(type: ColumnType, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (type === 'jsonb') return JSON.stringify(value, cleanPart);
  if (typeof value === 'string') return withoutNul(value);
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return value.toString();
  if (value instanceof Date) return value.toISOString();
  throw new TypeError(`A column of type ${type} cannot hold a value of type ${typeof value}.`);
}

// PostgreSQL holds no U+0000 in text: a title that has one is the same title without it.
const withoutNul = (text: string): string => text.replaceAll('\u0000', '');
const cleanPart = (_key: string, part: unknown): unknown =>
  typeof part === 'string' ? withoutNul(part) : part;
