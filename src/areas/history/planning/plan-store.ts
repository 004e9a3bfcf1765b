import { z } from 'zod';
import { queryRows, sql, type Database, type Sql } from '../../../platform/database/index.js';
import {
  parseCursor,
  toPage,
  type Page,
  type PageWish,
} from '../../../platform/lib/page-cursor.js';
import type { LastActivities } from '../../../upstream/trakt/index.js';
import { runTriggers, syncModes } from '../run.js';
import { countsByEndpoint, toRequests } from '../runs/requests-used.js';
import { planReportSchema, planStatuses, type PlanView } from './plan.js';
import { createPlanItems } from './item-store.js';
import { createPlanSubjects } from './subject-store.js';

/** What is known of a dry run when it begins. */
export type PlanStart = Pick<
  PlanView,
  'id' | 'userId' | 'mode' | 'trigger' | 'requestId' | 'workflowId' | 'workflowRunId'
>;

export type PlanEnd = Pick<PlanView, 'status' | 'advice' | 'retryAt' | 'report'>;

const planRow = z.object({
  id: z.string(),
  userId: z.string(),
  mode: z.enum(syncModes),
  trigger: z.enum(runTriggers),
  requestId: z.string(),
  workflowId: z.string(),
  workflowRunId: z.string(),
  status: z.enum(planStatuses),
  advice: z.string().nullable(),
  retryAt: z.date().nullable(),
  startedAt: z.date(),
  endedAt: z.date().nullable(),
  report: planReportSchema.nullable(),
  requests: z.record(z.string(), z.int()),
});

const columns = sql`id, user_id AS "userId", mode, trigger, request_id AS "requestId", workflow_id AS "workflowId",
  workflow_run_id AS "workflowRunId", status, advice, retry_at AS "retryAt", started_at AS "startedAt",
  ended_at AS "endedAt", report, ${countsByEndpoint(sql`sync_plans.id`)} AS requests`;

export type PlanStore = ReturnType<typeof createPlanStore>;

/** Dry runs, and what they found. */
export const createPlanStore = ({ db }: { readonly db: Database }) => ({
  ...createPlanLifecycle(db),
  ...createPlanViews(db),
  ...createPlanItems(db),
  ...createPlanSubjects(db),
});

/** Of each person the latest dry runs are kept, with what they found. */
const keptPlans = 10;

function createPlanLifecycle(db: Database) {
  return {
    /** Safe to repeat: a dry run is opened once. */
    async open(plan: PlanStart, startedAt: Date): Promise<void> {
      await db.syncPlan.createMany({ data: { ...plan, startedAt }, skipDuplicates: true });
    },

    /** Old ones make room. */
    async trim(userId: string): Promise<void> {
      const old = sql`SELECT id FROM sync_plans WHERE user_id = ${userId} AND status <> 'running'
        ORDER BY started_at DESC, id OFFSET ${keptPlans}`;
      await db.$transaction(deletePlans(old).map((statement) => db.$executeRaw(statement)));
    },

    async begun(
      planId: string,
    ): Promise<{ readonly readId: string | null; readonly isAsked: boolean }> {
      const plan = await db.syncPlan.findUniqueOrThrow({
        where: { id: planId },
        select: { readId: true, activities: true },
      });
      return { readId: plan.readId, isAsked: plan.activities !== null };
    },

    async useRead(
      planId: string,
      { readId, activities }: { readId: string | null; activities: LastActivities },
    ): Promise<void> {
      await db.syncPlan.update({ where: { id: planId }, data: { readId, activities } });
    },

    /** What the source said when the person's latest complete dry run asked it; null when there is none. */
    async latestActivities(userId: string): Promise<LastActivities | null> {
      const plan = await db.syncPlan.findFirst({
        where: { userId, status: 'success' },
        orderBy: { startedAt: 'desc' },
        select: { activities: true },
      });
      return z
        .record(z.string(), z.string())
        .nullable()
        .parse(plan?.activities ?? null);
    },

    /** Safe to repeat: only one that runs is ended. */
    async end(planId: string, { report, ...end }: PlanEnd, endedAt: Date): Promise<void> {
      await db.$transaction([
        db.syncPlan.updateMany({
          where: { id: planId, status: 'running' },
          data: { ...end, ...(report === null ? {} : { report }), endedAt },
        }),
        db.collectionState.deleteMany({ where: { runId: planId } }),
      ]);
    },
  };
}

/** Dry runs with all that hangs on them; a read of theirs has the same id. */
export const deletePlans = (plans: Sql): readonly Sql[] => [
  sql`DELETE FROM plan_items WHERE plan_id IN (${plans})`,
  // By the person too: that is how its rows are found.
  sql`DELETE FROM subject_wishes WHERE (user_id, plan_id) IN (SELECT user_id, id FROM sync_plans WHERE id IN (${plans}))`,
  sql`DELETE FROM plan_removals WHERE plan_id IN (${plans})`,
  sql`DELETE FROM plan_subjects WHERE plan_id IN (${plans})`,
  sql`DELETE FROM run_requests WHERE run_id IN (${plans})`,
  sql`DELETE FROM staged_plays WHERE read_id IN (${plans})`,
  sql`DELETE FROM read_lookups WHERE read_id IN (${plans})`,
  sql`DELETE FROM history_reads WHERE id IN (${plans})`,
  sql`DELETE FROM collection_states WHERE run_id IN (${plans})`,
  sql`DELETE FROM sync_plans WHERE id IN (${plans})`,
];

function createPlanViews(db: Database) {
  const select = (where: Sql, limit: number) =>
    queryRows(
      db,
      planRow,
      sql`SELECT ${columns} FROM sync_plans WHERE ${where} ORDER BY started_at DESC, id DESC LIMIT ${limit}`,
    );

  return {
    async find(userId: string, planId: string): Promise<PlanView | undefined> {
      if (!z.uuid().safeParse(planId).success) return undefined;
      const [row] = await select(sql`user_id = ${userId} AND id = ${planId}::uuid`, 1);
      return row === undefined ? undefined : toView(row);
    },

    /** The latest one that has not ended, as far as the database knows. */
    async findRunning(userId: string, mode: PlanView['mode']): Promise<PlanView | undefined> {
      const [row] = await select(
        sql`user_id = ${userId} AND mode = ${mode} AND status = 'running'`,
        1,
      );
      return row === undefined ? undefined : toView(row);
    },

    /** Newest first. Throws InputError for a cursor that is not ours. */
    async list(userId: string, { limit, cursor }: PageWish): Promise<Page<PlanView>> {
      const after = cursor === undefined ? undefined : parseCursor(cursor, z.uuid());
      const rows = await select(
        after === undefined
          ? sql`user_id = ${userId}`
          : sql`user_id = ${userId} AND (started_at, id) < (${after.at}, ${after.id}::uuid)`,
        limit + 1,
      );
      return toPage(rows, limit, {
        place: ({ startedAt, id }) => ({ at: startedAt, id }),
        item: toView,
      });
    },
  };
}

const toView = ({ requests, ...plan }: z.infer<typeof planRow>): PlanView => ({
  ...plan,
  requests: toRequests(requests),
});
