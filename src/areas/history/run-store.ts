import { z } from 'zod';
import {
  bulkInsert,
  emptySql,
  queryRows,
  sql,
  unnestRows,
  type Database,
} from '../../platform/database/index.js';
import { InputError } from '../../platform/lib/errors.js';
import {
  certificateSchema,
  runStatuses,
  type Certificate,
  type RunFilter,
  type RunPage,
  type RunStatus,
  type SyncRunView,
} from './run.js';

/** What is known of a run when it begins. */
export interface RunStart {
  readonly id: string;
  readonly userId: string;
  readonly mode: 'normal' | 'full';
  readonly trigger: 'schedule' | 'manual' | 'cli';
  readonly requestId: string | null;
  readonly workflowId: string;
  readonly workflowRunId: string;
}

export interface RunEnd {
  readonly status: RunStatus;
  readonly advice: string | null;
  readonly retryAt: Date | null;
  readonly certificate: Certificate;
}

/** Requests to one endpoint; `endpoint` is `METHOD /path/pattern`. */
export interface RequestCount {
  readonly service: string;
  readonly endpoint: string;
  readonly count: number;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const runRow = z.object({
  id: z.string(),
  userId: z.string(),
  mode: z.enum(['normal', 'full']),
  trigger: z.enum(['schedule', 'manual', 'cli']),
  requestId: z.string().nullable(),
  workflowId: z.string(),
  workflowRunId: z.string(),
  status: z.enum(runStatuses),
  advice: z.string().nullable(),
  retryAt: z.date().nullable(),
  readId: z.string().nullable(),
  startedAt: z.date(),
  endedAt: z.date().nullable(),
  certificate: certificateSchema.nullable(),
  requests: z.record(z.string(), z.int()),
});
type RunRow = z.infer<typeof runRow>;

const columns = sql`id, user_id AS "userId", mode, trigger, request_id AS "requestId", workflow_id AS "workflowId",
  workflow_run_id AS "workflowRunId", status, advice, retry_at AS "retryAt", read_id AS "readId", started_at AS "startedAt",
  ended_at AS "endedAt", certificate,
  coalesce((SELECT jsonb_object_agg(service || ' ' || endpoint, count) FROM run_requests q WHERE q.run_id = sync_runs.id), '{}') AS requests`;

export type RunStore = ReturnType<typeof createRunStore>;

export function createRunStore({ db }: { readonly db: Database }) {
  const findWhere = async (where: ReturnType<typeof sql>): Promise<RunRow | undefined> => {
    const [row] = await queryRows(
      db,
      runRow,
      sql`SELECT ${columns} FROM sync_runs WHERE ${where} ORDER BY started_at DESC, id LIMIT 1`,
    );
    return row;
  };

  return {
    /** Safe to repeat: a run is opened once. */
    async open(run: RunStart, startedAt: Date): Promise<void> {
      await db.syncRun.createMany({ data: { ...run, startedAt }, skipDuplicates: true });
    },

    async useRead(runId: string, readId: string): Promise<void> {
      await db.syncRun.update({ where: { id: runId }, data: { readId } });
    },

    async readOf(runId: string): Promise<string | null> {
      const run = await db.syncRun.findUniqueOrThrow({
        where: { id: runId },
        select: { readId: true },
      });
      return run.readId;
    },

    /** Safe to repeat: only a running run is ended. */
    async end(runId: string, end: RunEnd, endedAt: Date): Promise<void> {
      await db.$transaction([
        db.syncRun.updateMany({
          where: { id: runId, status: 'running' },
          data: { ...end, endedAt },
        }),
        db.collectionState.deleteMany({ where: { runId } }),
      ]);
    },

    /** Adds upstream requests to what a run has used. Sorted, so that activities that end together take the rows in one order. */
    async addRequests(runId: string, used: readonly RequestCount[]): Promise<void> {
      const rows = used
        .map((request) => ({ run_id: runId, ...request }))
        .sort((a, b) => compareText(a.endpoint, b.endpoint));
      if (rows.length === 0) return;
      await db.$executeRaw`INSERT INTO run_requests (run_id, service, endpoint, count)
        SELECT * FROM ${unnestRows({ run_id: 'uuid', service: 'text', endpoint: 'text', count: 'int4' }, rows)} AS used
        ON CONFLICT (run_id, service, endpoint) DO UPDATE SET count = run_requests.count + EXCLUDED.count`;
    },

    async find(userId: string, runId: string): Promise<SyncRunView | undefined> {
      if (!z.uuid().safeParse(runId).success) return undefined;
      const row = await findWhere(sql`user_id = ${userId} AND id = ${runId}::uuid`);
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
      const items = rows.slice(0, filter.limit).map(toView);
      const last = items.at(-1);
      return {
        items,
        nextCursor: rows.length > filter.limit && last !== undefined ? toCursor(last) : null,
      };
    },

    async putCollections(
      runId: string,
      collections: readonly { subjectId: number; type: number; private: boolean }[],
    ): Promise<void> {
      await bulkInsert(db, {
        table: 'collection_states',
        columns: { run_id: 'uuid', subject_id: 'int4', type: 'int4', private: 'bool' } as const,
        rows: collections.map(({ subjectId, type, private: hidden }) => ({
          run_id: runId,
          subject_id: subjectId,
          type,
          private: hidden,
        })),
        onConflict: { target: ['run_id', 'subject_id'], update: ['type', 'private'] },
      });
    },

    /** `undefined` when this run read no collections in one go. */
    async collectionType(runId: string, subjectId: number): Promise<number | null | undefined> {
      const row = await db.collectionState.findUnique({
        where: { runId_subjectId: { runId, subjectId } },
      });
      if (row !== null) return row.type;
      const marker = await db.collectionState.findUnique({
        where: { runId_subjectId: { runId, subjectId: allRead } },
      });
      return marker === null ? undefined : null;
    },
  };
}

/** The row that says "this run has read all collections", whatever they are. */
export const allRead = 0;

const conditions = ({ status, mode, trigger, from, to, cursor }: RunFilter) => {
  const after = cursor === undefined ? undefined : fromCursor(cursor);
  return sql`${status === undefined ? emptySql : sql`AND status = ${status}`}
    ${mode === undefined ? emptySql : sql`AND mode = ${mode}`}
    ${trigger === undefined ? emptySql : sql`AND trigger = ${trigger}`}
    ${from === undefined ? emptySql : sql`AND started_at >= ${from}`}
    ${to === undefined ? emptySql : sql`AND started_at < ${to}`}
    ${after === undefined ? emptySql : sql`AND (started_at, id) < (${after.startedAt}, ${after.id}::uuid)`}`;
};

const toCursor = ({ startedAt, id }: SyncRunView): string =>
  Buffer.from(`${startedAt.toISOString()} ${id}`).toString('base64url');

const cursorShape = z.tuple([z.iso.datetime(), z.uuid()]);

function fromCursor(cursor: string): { startedAt: Date; id: string } {
  const parsed = cursorShape.safeParse(Buffer.from(cursor, 'base64url').toString().split(' '));
  if (!parsed.success) {
    throw new InputError('query', [
      {
        place: '/cursor',
        message: 'is not a cursor this service gave out; start again without it',
      },
    ]);
  }
  return { startedAt: new Date(parsed.data[0]), id: parsed.data[1] };
}

function toView({ requests, readId: _, ...run }: RunRow): SyncRunView {
  const sumOf = (service: string): number =>
    Object.entries(requests).reduce(
      (sum, [key, count]) => (key.startsWith(`${service} `) ? sum + count : sum),
      0,
    );
  return {
    ...run,
    requests: { trakt: sumOf('trakt'), bangumi: sumOf('bangumi'), byEndpoint: requests },
  };
}
