import { z } from 'zod';
import type { DatabaseSession } from './connect-database.js';
import { Prisma } from './generated/client.js';

/** A statement with its values apart; `sql` makes it, values never become text. */
export type Sql = Prisma.Sql;
export const sql = Prisma.sql;
export const emptySql = Prisma.empty;

/**
 * Runs a query written by hand and parses each row at the border.
 * Shapes as they arrive: `int8` and `count(*)` as bigint, `timestamptz` as Date, `jsonb` as parsed JSON, arrays as arrays.
 * @throws ZodError when a row is not what `schema` says: the query and the schema disagree, a fault of ours.
 */
export async function queryRows<S extends z.ZodType>(
  db: Pick<DatabaseSession, '$queryRaw'>,
  schema: S,
  statement: Sql,
): Promise<z.output<S>[]> {
  return z.array(schema).parse(await db.$queryRaw(statement));
}
