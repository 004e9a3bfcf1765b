import { z } from 'zod';
import {
  emptySql,
  queryRows,
  sql,
  type Database,
  type DatabaseSession,
  type Sql,
} from '../../../platform/database/index.js';
import { sessionRow, taskRow } from '../records/view.js';
import { toWhere, type RecordFilter, type RecordTableName } from './filter.js';
import { toBehind, toCursor, toOrder, type RecordSort, type Sorted } from './sort.js';
import { withinSearchTime } from './search-time.js';

/** A page by its cursor, or by its number. */
export interface RecordPageWish {
  readonly sort: RecordSort;
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Counted from 1; then nothing newer than `asOf` is shown, so that pages do not shift. */
  readonly page?: number | undefined;
  /** As the first page gave it out. */
  readonly asOf?: Date | undefined;
}

export interface RecordPage<T> {
  readonly items: readonly T[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
  readonly numbered: NumberedPage | null;
}

export interface NumberedPage {
  readonly page: number;
  /** Counted up to `mostCounted`. */
  readonly total: number;
  readonly isCounted: boolean;
  readonly asOf: Date;
}

/** Rows further down are reached by cursor. */
export const mostCounted = 10_000;

/** The columns of each table as its row schema has them. */
export const selections: Readonly<Record<RecordTableName, Sql>> = {
  translation_sessions: sql`r.id, r.version, r.status, r.source_language, r.target_language, r.model, r.error, r.retry_count,
    r.started_at, r.completed_at, r.metadata, r.created_at, r.updated_at, r.name`,
  translation_tasks: sql`r.id, r.version, r.status, r.source_language, r.target_language, r.model, r.error, r.retry_count,
    r.started_at, r.completed_at, r.metadata, r.created_at, r.updated_at, r.session_id, r.position, r.source_text, r.result_text,
    r.input_tokens, r.output_tokens, r.cost::float8 AS cost`,
};

const tables: Readonly<Record<RecordTableName, Sql>> = {
  translation_sessions: sql`translation_sessions r`,
  translation_tasks: sql`translation_tasks r`,
};

interface ListWish extends RecordPageWish {
  readonly userId: string;
  readonly filter: RecordFilter;
}

/** Throws InputError for a cursor that is not ours, SearchTooBroadError. */
export const listSessions = (db: Database, wish: ListWish) =>
  list(db, { ...wish, table: 'translation_sessions', row: sessionRow });

/** Likewise. */
export const listTasks = (db: Database, wish: ListWish) =>
  list(db, { ...wish, table: 'translation_tasks', row: taskRow });

interface Plan extends ListWish {
  readonly table: RecordTableName;
}

interface ListPlan<T extends Sorted> extends Plan {
  readonly row: z.ZodType<T>;
}

const list = <T extends Sorted>(db: Database, plan: ListPlan<T>): Promise<RecordPage<T>> =>
  plan.filter.text === undefined
    ? readPage(db, plan)
    : withinSearchTime(db, (session) => readPage(session, plan));

async function readPage<T extends Sorted>(
  db: DatabaseSession,
  plan: ListPlan<T>,
): Promise<RecordPage<T>> {
  const { sort, limit, row } = plan;
  const numbered =
    plan.page === undefined ? null : await countPage(db, { ...plan, page: plan.page });
  const rows = await queryRows(db, row, toStatement(plan, numbered));
  return { ...toRecordPage(rows, { limit, sort }), numbered };
}

/** A page out of up to `limit + 1` rows: the one too many tells that there are more. */
export function toRecordPage<T extends Sorted>(
  rows: readonly T[],
  { limit, sort }: Pick<RecordPageWish, 'limit' | 'sort'>,
): Pick<RecordPage<T>, 'items' | 'nextCursor'> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: rows.length > limit && last !== undefined ? toCursor(sort, last) : null,
  };
}

/** One row more than a page has, which tells that there is another. */
export function toStatement(plan: Plan, numbered: NumberedPage | null): Sql {
  const { sort, limit, table } = plan;
  return sql`SELECT ${selections[table]} FROM ${tables[table]} WHERE ${placeOf(plan, numbered)} ORDER BY ${toOrder(sort)}
    LIMIT ${limit + 1} ${numbered === null ? emptySql : sql`OFFSET ${(numbered.page - 1) * limit}`}`;
}

function placeOf(
  { table, userId, filter, cursor, sort }: Plan,
  numbered: NumberedPage | null,
): Sql {
  const where = toWhere(table, userId, filter);
  if (numbered !== null) return sql`${where} AND r.created_at <= ${numbered.asOf}`;
  return cursor === undefined ? where : sql`${where} AND ${toBehind(sort, cursor)}`;
}

const counted = z.object({ total: z.int() });
const moment = z.object({ as_of: z.date() });

async function countPage(
  db: DatabaseSession,
  { table, userId, filter, page, asOf }: Plan & { readonly page: number },
): Promise<NumberedPage> {
  const until = asOf ?? (await settledUntil(db));
  const [row] = await queryRows(
    db,
    counted,
    sql`SELECT count(*)::int AS total FROM (SELECT FROM ${tables[table]}
      WHERE ${toWhere(table, userId, filter)} AND r.created_at <= ${until} LIMIT ${mostCounted + 1}) AS few`,
  );
  const total = row?.total ?? 0;
  return {
    page,
    total: Math.min(total, mostCounted),
    isCounted: total <= mostCounted,
    asOf: until,
  };
}

/**
 * Nothing will come in that was created before: a transaction that writes now gives its rows the time it began, and they show
 * when it ends.
 */
async function settledUntil(db: DatabaseSession): Promise<Date> {
  const [row] = await queryRows(
    db,
    moment,
    sql`SELECT least(now(), min(xact_start)) - interval '1 millisecond' AS as_of FROM pg_stat_activity
      WHERE datname = current_database() AND state <> 'idle' AND backend_type = 'client backend' AND xact_start IS NOT NULL
        AND pid <> pg_backend_pid() AND application_name = 'watchflow bulk'`,
  );
  return row?.as_of ?? new Date(0);
}
