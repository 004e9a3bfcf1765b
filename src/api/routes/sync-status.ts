import type { SyncRunView } from '../../areas/history/index.js';
import { toRunBody } from '../contract/run.js';
import { type StatusBody, toProgressBody, toScheduleBody } from '../contract/sync.js';
import type { ApiPorts, ProgressView, ScheduleView } from '../ports.js';
import { findTask, isUnderWay } from './runs/find-task.js';

type StatusPorts = Pick<ApiPorts, 'runs' | 'syncs' | 'schedules'>;

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

/** One task, from the moment its id was given out. Throws `task-not-found`. */
export async function readTaskStatus(
  { userId, taskId }: { readonly userId: string; readonly taskId: string },
  ports: StatusPorts,
): Promise<StatusBody> {
  const [{ state, ...task }, schedule] = await Promise.all([
    findTask({ userId, taskId }, ports),
    ports.schedules.describe(userId),
  ]);
  return toStatus({ ...task, taskId, state: state === 'ended' ? 'finished' : state, schedule });
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
  next_runs: schedule?.nextRuns.slice(0, 5).map((time) => time.toISOString()) ?? [],
  schedule: toScheduleBody(schedule),
});
