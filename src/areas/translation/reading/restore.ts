import type { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import { openStatuses } from '../records/status.js';
import { sessionRow, taskRow, type SessionView, type TaskView } from '../records/view.js';
import { toWhere } from './filter.js';
import { findSession } from './find-records.js';
import { selections, toRecordPage, type RecordPage } from './list-records.js';
import { toBehind, toCursor, toOrder } from './sort.js';
import { perStatus, statusCounts } from './status-counts.js';

export interface Restored {
  readonly session: SessionView;
  /** Those to take up again, in their order, read as they are taken. */
  readonly tasks: AsyncIterable<readonly TaskView[]>;
}

const atOnce = 1_000;

/** A session with its pending and processing tasks. Changes nothing. Throws NotFoundError. */
export async function restoreSession(db: Database, userId: string, id: string): Promise<Restored> {
  const session = await findSession(db, userId, id);
  return { session, tasks: openTasks(db, userId, id) };
}

async function* openTasks(
  db: Database,
  userId: string,
  sessionId: string,
): AsyncGenerator<readonly TaskView[]> {
  const sort = 'position';
  const where = toWhere('translation_tasks', userId, { sessionId, status: openStatuses });
  let behind = sql`TRUE`;
  for (;;) {
    const tasks = await queryRows(
      db,
      taskRow,
      sql`SELECT ${selections.translation_tasks} FROM translation_tasks r WHERE ${where} AND ${behind}
        ORDER BY ${toOrder(sort)} LIMIT ${atOnce}`,
    );
    if (tasks.length > 0) yield tasks;
    const last = tasks.at(-1);
    if (last === undefined || tasks.length < atOnce) return;
    behind = toBehind(sort, toCursor(sort, last));
  }
}

const incompleteRow = sessionRow.extend({ tasks: statusCounts });
export type IncompleteSession = z.output<typeof incompleteRow>;

export interface IncompleteWish {
  readonly userId: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Of those nobody has written to since. */
  readonly updatedTo?: Date | undefined;
}

/** Sessions that are not at their end, the longest untouched first, with how their tasks stand. Throws InputError for a cursor. */
export async function listIncomplete(
  db: Database,
  { userId, limit, cursor, updatedTo }: IncompleteWish,
): Promise<Pick<RecordPage<IncompleteSession>, 'items' | 'nextCursor'>> {
  const sort = 'updated_at';
  const where = toWhere('translation_sessions', userId, { status: openStatuses, updatedTo });
  const rows = await queryRows(
    db,
    incompleteRow,
    sql`SELECT ${selections.translation_sessions},
      (SELECT to_json(counted) FROM (SELECT ${perStatus} FROM translation_tasks t
        WHERE t.user_id = r.user_id AND t.session_id = r.id) AS counted) AS tasks
      FROM translation_sessions r
      WHERE ${where} AND ${cursor === undefined ? sql`TRUE` : toBehind(sort, cursor)}
      ORDER BY ${toOrder(sort)} LIMIT ${limit + 1}`,
  );
  return toRecordPage(rows, { limit, sort });
}
