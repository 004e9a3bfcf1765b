import { z } from 'zod';
import type { Clock } from '../../../platform/lib/clock.js';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import { sumByReason } from '../ledger/count-plays.js';
import type { ReadStore } from '../reading/read-store.js';
import type { PlannedStore } from '../removals/planned-store.js';
import { planItemStates, planOutcomes, type PlanReport, type PlanStatus } from './plan.js';
import { addUpWishes } from './add-up-wishes.js';
import type { PlanStore } from './plan-store.js';

/** How a dry run came to its end, as the workflow saw it. */
export interface PlanEnding {
  readonly userId: string;
  readonly planId: string;
  /** Null when nothing stopped it. */
  readonly stoppedBy: Exclude<PlanStatus, 'running' | 'success'> | null;
  readonly advice: string | null;
  readonly retryAt: Date | null;
}

export interface ClosePlanDeps {
  readonly db: Database;
  readonly plans: PlanStore;
  readonly planned: PlannedStore;
  readonly reads: ReadStore;
  readonly clock: Clock;
}

/** Adds up what was found. One that was stopped has no report: half a plan would be taken for the whole. Safe to repeat. */
export async function closePlan(
  deps: ClosePlanDeps,
  { planId, stoppedBy, advice, retryAt }: PlanEnding,
): Promise<{ status: PlanStatus }> {
  const { plans, reads, clock } = deps;
  // One that was stopped in its reading leaves what it read.
  await reads.abandon(planId);
  const report = stoppedBy === null ? await addUp(deps, planId) : null;
  const status = stoppedBy ?? 'success';
  await plans.end(planId, { status, advice, retryAt, report }, clock.now());
  return { status };
}

const itemCount = z.object({
  state: z.enum(planItemStates).nullable(),
  reason: z.string().nullable(),
  outcome: z.enum(planOutcomes).nullable(),
  plays: z.int(),
});
type ItemCount = z.infer<typeof itemCount>;

async function addUp({ db, planned }: ClosePlanDeps, planId: string): Promise<PlanReport> {
  const counts = await queryRows(
    db,
    itemCount,
    sql`SELECT state, reason, outcome, sum(plays)::int AS plays FROM plan_items WHERE plan_id = ${planId}::uuid
      GROUP BY state, reason, outcome ORDER BY state, reason, outcome`,
  );
  if (
    counts.some(({ state, outcome }) => state === null || (state === 'planned' && outcome === null))
  )
    throw new Error(`The dry run ${planId} was not brought to its end.`);
  const { removedPlays } = await db.syncPlan.findUniqueOrThrow({
    where: { id: planId },
    select: { removedPlays: true },
  });
  const subjects = await addUpSubjects(db, planId);
  const library = await addUpWishes(db, planId);
  const { removals, ...takingBack } = await planned.addUpPlanned(planId);
  return {
    plays: { ...playsOf(counts), removed: removedPlays },
    parkedReasons: sumByReason(counts, 'parked'),
    excludedReasons: sumByReason(counts, 'excluded'),
    ...subjects,
    ...(library.carried === null ? {} : { carried: library.carried }),
    ...(removals === null ? {} : { removals }),
    writes: subjects.writes + library.writes + takingBack.writes,
    timelineEntries:
      subjects.timelineEntries + library.timelineEntries + takingBack.timelineEntries,
  };
}

function playsOf(counts: readonly ItemCount[]) {
  const sumOf = (isOf: (count: ItemCount) => boolean): number =>
    counts.filter(isOf).reduce((sum, { plays }) => sum + plays, 0);
  return {
    lookedAt: sumOf(() => true),
    mark: sumOf(({ outcome }) => outcome === 'mark'),
    doneAlready: sumOf(({ outcome }) => outcome === 'done-already'),
    keptByUser: sumOf(({ outcome }) => outcome === 'kept-by-user'),
    gone: sumOf(({ outcome }) => outcome === 'gone'),
    parked: sumOf(({ state }) => state === 'parked'),
    excluded: sumOf(({ state }) => state === 'excluded'),
  };
}

const subjectSums = z.object({
  touched: z.int(),
  collect: z.int(),
  raise: z.int(),
  episodes: z.int(),
  batches: z.int(),
  timelineEntries: z.int(),
});

async function addUpSubjects(db: Database, planId: string) {
  const [sums] = await queryRows(
    db,
    subjectSums,
    sql`SELECT count(*) FILTER (WHERE collection <> 'keep' OR episodes > 0)::int AS touched,
        count(*) FILTER (WHERE collection = 'collect')::int AS collect, count(*) FILTER (WHERE collection = 'raise')::int AS raise,
        coalesce(sum(episodes), 0)::int AS episodes, count(*) FILTER (WHERE episodes > 0)::int AS batches,
        coalesce(sum(timeline_entries), 0)::int AS "timelineEntries"
      FROM plan_subjects WHERE plan_id = ${planId}::uuid`,
  );
  const { touched, collect, raise, episodes, batches, timelineEntries } = subjectSums.parse(sums);
  return {
    subjects: { touched, collect, raise },
    episodes,
    writes: collect + raise + batches,
    timelineEntries,
  };
}
