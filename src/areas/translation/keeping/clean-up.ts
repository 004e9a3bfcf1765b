import { z } from 'zod';
import {
  emptySql,
  queryRows,
  sql,
  type Database,
  type Sql,
} from '../../../platform/database/index.js';

/** Statuses whose sessions may be cleaned up; work that goes on is never removed. */
export const removableStatuses = ['completed', 'failed', 'cancelled'] as const;
export type RemovableStatus = (typeof removableStatuses)[number];

export interface CleanUpPolicy {
  /** Of one person; of everybody where absent. */
  readonly userId?: string | undefined;
  readonly statuses: readonly RemovableStatus[];
  /** Not written to since. */
  readonly untouchedSince: Date;
  /** Only counts. */
  readonly isDryRun: boolean;
  /** Sessions at most; the oldest go first. */
  readonly limit: number;
}

export interface CleanedUp {
  readonly sessions: number;
  readonly tasks: number;
  /** True where there are more of the kind. */
  readonly hasMore: boolean;
}

/** A statement holds its locks only as long as this many take. */
const sessionsAtOnce = 10;

const counts = z.object({ sessions: z.int(), tasks: z.int() });

/** Removes finished sessions and their tasks, a few at a time; one with a pending or processing task stays. Safe to repeat. */
export async function cleanUp(db: Database, policy: CleanUpPolicy): Promise<CleanedUp> {
  if (policy.isDryRun) return countRemovable(db, policy);
  const removed = { sessions: 0, tasks: 0 };
  while (removed.sessions < policy.limit) {
    const limit = Math.min(sessionsAtOnce, policy.limit - removed.sessions);
    const batch = await removeBatch(db, { ...policy, limit });
    removed.sessions += batch.sessions;
    removed.tasks += batch.tasks;
    if (batch.sessions === 0) return { ...removed, hasMore: false };
  }
  const left = await countRemovable(db, { ...policy, limit: 1 });
  return { ...removed, hasMore: left.sessions > 0 };
}

const removable = ({ userId, statuses, untouchedSince }: CleanUpPolicy): Sql =>
  sql`s.status = ANY(${[...statuses]}::text[]) AND s.updated_at < ${untouchedSince}
    ${userId === undefined ? emptySql : sql`AND s.user_id = ${userId}`}
    AND NOT EXISTS (SELECT FROM translation_tasks t WHERE t.user_id = s.user_id AND t.session_id = s.id
      AND t.status IN ('pending', 'processing'))`;

async function countRemovable(db: Database, policy: CleanUpPolicy): Promise<CleanedUp> {
  const [row] = await queryRows(
    db,
    counts.extend({ has_more: z.boolean() }),
    sql`WITH found AS (SELECT s.user_id, s.id, row_number() OVER (ORDER BY s.updated_at) AS place FROM translation_sessions s
        WHERE ${removable(policy)} ORDER BY s.updated_at LIMIT ${policy.limit + 1})
      SELECT count(*) FILTER (WHERE place <= ${policy.limit})::int AS sessions, count(*) > ${policy.limit} AS has_more,
        (SELECT count(*)::int FROM found f JOIN translation_tasks t ON t.user_id = f.user_id AND t.session_id = f.id
          WHERE f.place <= ${policy.limit}) AS tasks FROM found`,
  );
  return {
    sessions: row?.sessions ?? 0,
    tasks: row?.tasks ?? 0,
    hasMore: row?.has_more ?? false,
  };
}

/** Locked first: a task that is written meanwhile waits, and then finds its session gone. */
async function removeBatch(
  db: Database,
  policy: CleanUpPolicy,
): Promise<Omit<CleanedUp, 'hasMore'>> {
  const [row] = await queryRows(
    db,
    counts,
    sql`WITH found AS MATERIALIZED (SELECT s.user_id, s.id FROM translation_sessions s WHERE ${removable(policy)}
        ORDER BY s.updated_at LIMIT ${policy.limit} FOR UPDATE OF s SKIP LOCKED),
      counted AS (SELECT count(*)::int AS tasks FROM found f
        JOIN translation_tasks t ON t.user_id = f.user_id AND t.session_id = f.id),
      removed AS (DELETE FROM translation_sessions s USING found f WHERE s.user_id = f.user_id AND s.id = f.id RETURNING 1)
      SELECT (SELECT count(*)::int FROM removed) AS sessions, counted.tasks FROM counted`,
  );
  return row ?? { sessions: 0, tasks: 0 };
}

/** A session and its tasks; answers how many tasks, undefined where there is no such session. */
export async function removeSession(
  db: Database,
  userId: string,
  id: string,
): Promise<number | undefined> {
  const [row] = await queryRows(
    db,
    counts,
    sql`WITH counted AS (SELECT count(*)::int AS tasks FROM translation_tasks WHERE user_id = ${userId} AND session_id = ${id}),
      removed AS (DELETE FROM translation_sessions WHERE user_id = ${userId} AND id = ${id} RETURNING 1)
      SELECT (SELECT count(*)::int FROM removed) AS sessions, counted.tasks FROM counted`,
  );
  return row === undefined || row.sessions === 0 ? undefined : row.tasks;
}
