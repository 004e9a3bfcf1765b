import { z } from 'zod';
import {
  emptySql,
  queryRows,
  sql,
  type Database,
  type Sql,
} from '../../../platform/database/index.js';
import { parseCursor, toPage } from '../../../platform/lib/page-cursor.js';
import {
  certificateSchema,
  runModes,
  runStatuses,
  runTriggers,
  type RunFilter,
  type RunPage,
  type SyncRunView,
} from '../run.js';
import { countsByEndpoint, toRequests } from './requests-used.js';

const runRow = z.object({
  id: z.string(),
  userId: z.string(),
  mode: z.enum(runModes),
  trigger: z.enum(runTriggers),
  requestId: z.string().nullable(),
  undoes: z.string().nullable(),
  workflowId: z.string(),
  workflowRunId: z.string(),
  status: z.enum(runStatuses),
  advice: z.string().nullable(),
  retryAt: z.date().nullable(),
  startedAt: z.date(),
  endedAt: z.date().nullable(),
  certificate: certificateSchema.nullable(),
  requests: z.record(z.string(), z.int()),
});
type RunRow = z.infer<typeof runRow>;

const columns = sql`id, user_id AS "userId", mode, trigger, request_id AS "requestId", undoes::text, workflow_id AS "workflowId",
  workflow_run_id AS "workflowRunId", status, advice, retry_at AS "retryAt", started_at AS "startedAt",
  ended_at AS "endedAt", certificate, ${countsByEndpoint(sql`sync_runs.id`)} AS requests`;

/** Runs as people and programs see them. */
export function createRunViews(db: Database) {
  const findWhere = async (where: Sql): Promise<RunRow | undefined> => {
    const [row] = await queryRows(
      db,
      runRow,
      sql`SELECT ${columns} FROM sync_runs WHERE ${where} ORDER BY started_at DESC, id LIMIT 1`,
    );
    return row;
  };

  return {
    async find(userId: string, runId: string): Promise<SyncRunView | undefined> {
      if (!z.uuid().safeParse(runId).success) return undefined;
      const row = await findWhere(sql`user_id = ${userId} AND id = ${runId}::uuid`);
      return row === undefined ? undefined : toView(row);
    },

    /** The last one that came to an end of its own before this one began. */
    async closedBefore({
      userId,
      startedAt,
    }: Pick<SyncRunView, 'userId' | 'startedAt'>): Promise<SyncRunView | undefined> {
      const row = await findWhere(
        sql`user_id = ${userId} AND started_at < ${startedAt} AND status NOT IN ('running', 'cancelled')`,
      );
      return row === undefined ? undefined : toView(row);
    },

    async latest(userId: string): Promise<SyncRunView | undefined> {
      const row = await findWhere(sql`user_id = ${userId}`);
      return row === undefined ? undefined : toView(row);
    },

    /** Newest first. */
    async list(userId: string, filter: RunFilter): Promise<RunPage> {
      const rows = await queryRows(
        db,
        runRow,
        sql`SELECT ${columns} FROM sync_runs WHERE user_id = ${userId} ${conditions(filter)}
          ORDER BY started_at DESC, id DESC LIMIT ${filter.limit + 1}`,
      );
      return toPage(rows, filter.limit, {
        place: ({ startedAt, id }) => ({ at: startedAt, id }),
        item: toView,
      });
    },
  };
}

const conditions = ({ status, mode, trigger, from, to, cursor }: RunFilter) => {
  const after = cursor === undefined ? undefined : parseCursor(cursor, z.uuid());
  return sql`${status === undefined ? emptySql : sql`AND status = ${status}`}
    ${mode === undefined ? emptySql : sql`AND mode = ${mode}`}
    ${trigger === undefined ? emptySql : sql`AND trigger = ${trigger}`}
    ${from === undefined ? emptySql : sql`AND started_at >= ${from}`}
    ${to === undefined ? emptySql : sql`AND started_at < ${to}`}
    ${after === undefined ? emptySql : sql`AND (started_at, id) < (${after.at}, ${after.id}::uuid)`}`;
};

const toView = ({ requests, ...run }: RunRow): SyncRunView => ({
  ...run,
  requests: toRequests(requests),
});
