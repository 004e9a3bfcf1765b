import type { PlanView, SyncRunView } from '../../areas/history/index.js';
import { toRunBody } from '../contract/run.js';
import { type StatusBody, toProgressBody, toScheduleBody } from '../contract/sync.js';
import type { ApiPorts, ProgressView, ScheduleView } from '../ports.js';
import { findTask, isUnderWay } from './runs/find-task.js';

type StatusPorts = Pick<ApiPorts, 'runs' | 'plans' | 'syncs' | 'schedules'>;

/** What the person's sync is doing now, or did last. */
export async function readCurrentStatus(userId: string, ports: StatusPorts): Promise<StatusBody> {
  const [progress, latest, schedule] = await Promise.all([
    ports.syncs.progress(userId),
    ports.runs.latest(userId),
    ports.schedules.describe(userId),
  ]);
  if (isUnderWay(progress)) {
    // A run just begun may not have its row yet: the latest row is then of the run before.
    const run = latest?.id === progress.runId ? latest : undefined;
    return toStatus({ state: 'running', taskId: progress.runId, run, progress, schedule });
  }
  const state = latest?.endedAt === null ? 'running' : 'idle';
  return toStatus({
    state,
    taskId: latest?.id ?? null,
    run: latest,
    progress: undefined,
    schedule,
  });
}

/** One task, from the moment its id was given out: a run or a dry run. Throws `task-not-found`. */
export async function readTaskStatus(
  { userId, taskId }: { readonly userId: string; readonly taskId: string },
  ports: StatusPorts,
): Promise<StatusBody> {
  const [plan, schedule] = await Promise.all([
    ports.plans.find(userId, taskId),
    ports.schedules.describe(userId),
  ]);
  if (plan !== undefined) return planStatus(plan, schedule, ports);
  const { state, ...task } = await findTask({ userId, taskId }, ports);
  return toStatus({ ...task, taskId, state: state === 'ended' ? 'finished' : state, schedule });
}

async function planStatus(
  plan: PlanView,
  schedule: ScheduleView | undefined,
  { plans }: Pick<StatusPorts, 'plans'>,
): Promise<StatusBody> {
  const isOver = plan.endedAt !== null;
  const status = toStatus({
    state: isOver ? 'finished' : 'running',
    taskId: plan.id,
    run: undefined,
    progress: isOver ? undefined : await plans.progress(plan),
    schedule,
  });
  return { ...status, plan_id: plan.id };
}

interface StatusFacts {
  readonly state: StatusBody['state'];
  readonly taskId: string | null;
  readonly run: SyncRunView | undefined;
  readonly progress: ProgressView | undefined;
  readonly schedule: ScheduleView | undefined;
}

const toStatus = ({ state, taskId, run, progress, schedule }: StatusFacts): StatusBody => ({
  state,
  task_id: taskId,
  progress: progress === undefined ? null : toProgressBody(progress),
  run: run === undefined ? null : toRunBody(run),
  plan_id: null,
  next_runs: schedule?.nextRuns.slice(0, 5).map((time) => time.toISOString()) ?? [],
  schedule: toScheduleBody(schedule),
});
