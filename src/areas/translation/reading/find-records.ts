import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import { NotFoundError } from '../../../platform/lib/errors.js';
import { sessionRow, taskRow, type SessionView, type TaskView } from '../records/view.js';
import { selections } from './list-records.js';

/** Throws NotFoundError. */
export async function findSession(db: Database, userId: string, id: string): Promise<SessionView> {
  const [row] = await queryRows(
    db,
    sessionRow,
    sql`SELECT ${selections.translation_sessions} FROM translation_sessions r WHERE r.user_id = ${userId} AND r.id = ${id}`,
  );
  if (row === undefined) throw new NotFoundError(`No session of yours has the id ${id}.`);
  return row;
}

/** Throws NotFoundError. */
export async function findTask(db: Database, userId: string, id: string): Promise<TaskView> {
  const [row] = await queryRows(
    db,
    taskRow,
    sql`SELECT ${selections.translation_tasks} FROM translation_tasks r WHERE r.user_id = ${userId} AND r.id = ${id}`,
  );
  if (row === undefined) throw new NotFoundError(`No task of yours has the id ${id}.`);
  return row;
}
