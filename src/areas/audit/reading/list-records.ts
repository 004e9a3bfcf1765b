import {
  emptySql,
  queryRows,
  sql,
  type Database,
  type DatabaseSession,
  type Sql,
} from '../../../platform/database/index.js';
import { z } from 'zod';
import {
  parseCursor,
  toPage,
  type Page,
  type PageWish,
} from '../../../platform/lib/page-cursor.js';
import { toConditions, type AuditFilter, type Conditions } from './filter.js';
import { withinReadingTime } from './reading-time.js';
import { auditRecordColumns, auditRecordRow, toAuditRecord, type AuditRecord } from './view.js';

export interface ListAudit extends PageWish {
  readonly filter: AuditFilter;
}

const recordId = z.string().regex(/^\d{1,18}$/);

/** Records looked through one by one before the index is asked. */
const looked = 4_000;

/**
 * A page of records, latest first. Throws InputError for a cursor that is not ours or a text nothing is found by, AuditTooBroadError.
 *
 * What is common fills a page from the latest few thousand records; what is not is rare enough for the index to name all of it.
 * PostgreSQL cannot tell which it is: of a word it has no figure for it believes that there are many.
 */
export async function listRecords(
  db: Database,
  { filter, limit, cursor }: ListAudit,
): Promise<Page<AuditRecord>> {
  const conditions = toConditions(filter);
  const behind = cursor === undefined ? emptySql : toBehind(cursor);
  const rows = await withinReadingTime(db, async (session) => {
    const { needle } = conditions;
    if (needle === undefined) return latest(session, { conditions, behind, limit: limit + 1 });
    const few = await amongLatest(session, { conditions, behind, needle, limit: limit + 1 });
    if (few.length > limit) return few;
    return byIndex(session, { conditions, behind, needle, limit: limit + 1 });
  });
  return toPage(rows, limit, {
    place: ({ at, id }) => ({ at, id: String(id) }),
    item: toAuditRecord,
  });
}

function toBehind(cursor: string): Sql {
  const { at, id } = parseCursor(cursor, recordId);
  return sql`AND (r.at, r.id) < (${at}, ${BigInt(id)})`;
}

interface Look {
  readonly conditions: Conditions;
  readonly behind: Sql;
  readonly limit: number;
}

interface Search extends Look {
  readonly needle: Sql;
}

const latestFirst = sql`ORDER BY r.at DESC, r.id DESC`;

const latest = (session: DatabaseSession, { conditions: { plain }, behind, limit }: Look) =>
  queryRows(
    session,
    auditRecordRow,
    sql`SELECT ${auditRecordColumns} FROM audit_logs r WHERE ${plain} ${behind} ${latestFirst} LIMIT ${limit}`,
  );

const amongLatest = (session: DatabaseSession, { conditions, behind, needle, limit }: Search) =>
  queryRows(
    session,
    auditRecordRow,
    sql`SELECT ${auditRecordColumns} FROM (SELECT * FROM audit_logs r WHERE ${conditions.plain} ${behind}
      ${latestFirst} LIMIT ${looked}) AS r WHERE ${needle} ${latestFirst} LIMIT ${limit}`,
  );

async function byIndex(
  session: DatabaseSession,
  { conditions: { plain }, behind, needle, limit }: Search,
) {
  await session.$executeRaw`SELECT set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true)`;
  return queryRows(
    session,
    auditRecordRow,
    sql`SELECT ${auditRecordColumns} FROM audit_logs r WHERE ${needle} AND ${plain} ${behind}
      ${latestFirst} LIMIT ${limit}`,
  );
}
