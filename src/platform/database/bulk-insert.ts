import type { DatabaseSession } from './connect-database.js';
import { Prisma } from './generated/client.js';
import type { Sql } from './query-rows.js';
import type { Columns, RowOf } from './unnest-rows.js';
import { identifier, unnestRows } from './unnest-rows.js';

/** What happens to a row whose key is there already. Without it, such a row is an error. */
export interface OnConflict<C extends Columns> {
  /** The columns of the unique key. */
  readonly target: readonly (keyof C & string)[];
  /** Columns taken over from the new row; none leaves the old row as it is. A row that would not change is not written. */
  readonly update?: readonly (keyof C & string)[] | undefined;
}

export interface BulkInsert<C extends Columns> {
  readonly table: string;
  readonly columns: C;
  readonly rows: readonly RowOf<C>[];
  readonly onConflict?: OnConflict<C> | undefined;
}

/**
 * Writes many rows with one statement, all or none; answers how many were inserted or changed.
 * When rows repeat a key, the last one counts.
 */
export async function bulkInsert<const C extends Columns>(
  db: Pick<DatabaseSession, '$executeRaw'>,
  { table, columns, rows, onConflict }: BulkInsert<C>,
): Promise<number> {
  if (rows.length === 0) return 0;
  const into = identifier(table);
  const names = Prisma.join(Object.keys(columns).map(identifier));
  const source = unnestRows(
    columns,
    onConflict === undefined ? rows : lastOfEachKey(rows, onConflict),
  );
  const conflict = conflictClause(onConflict);
  return db.$executeRaw`INSERT INTO ${into} AS old (${names}) SELECT * FROM ${source} AS new ${conflict}`;
}

function conflictClause<C extends Columns>(onConflict: OnConflict<C> | undefined): Sql {
  if (onConflict === undefined) return Prisma.empty;
  const target = Prisma.join(onConflict.target.map(identifier));
  const update = (onConflict.update ?? []).map(identifier);
  if (update.length === 0) return Prisma.sql`ON CONFLICT (${target}) DO NOTHING`;
  const sets = Prisma.join(update.map((name) => Prisma.sql`${name} = excluded.${name}`));
  const before = Prisma.join(update.map((name) => Prisma.sql`old.${name}`));
  const after = Prisma.join(update.map((name) => Prisma.sql`excluded.${name}`));
  return Prisma.sql`ON CONFLICT (${target}) DO UPDATE SET ${sets} WHERE (${before}) IS DISTINCT FROM (${after})`;
}

// Postgres refuses to update one row twice in one statement.
function lastOfEachKey<C extends Columns>(
  rows: readonly RowOf<C>[],
  { target }: OnConflict<C>,
): RowOf<C>[] {
  const keyed = rows.map(
    (row) => [JSON.stringify(target.map((name) => String(row[name]))), row] as const,
  );
  return [...new Map(keyed).values()];
}
