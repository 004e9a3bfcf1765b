import type { SyncRunView } from '../../areas/history/index.js';
import { toRunBody } from '../contract/run.js';
import { type StatusBody, toProgressBody, toScheduleBody } from '../contract/sync.js';
import type { ApiPorts, ProgressView, ScheduleView } from '../ports.js';
import { Problem } from '../problem.js';

type StatusPorts = Pick<ApiPorts, 'runs' | 'syncs' | 'schedules'>;

const uuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

const isUnderWay = (progress: ProgressView | undefined): progress is ProgressView =>
  progress !== undefined && progress.runId !== null && progress.phase !== 'done';

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

interface Task {
  readonly userId: string;
  /** As the person sent it: any text. */
  readonly taskId: string;
}

/** One task, from the moment its id was given out. Throws `task-not-found`. */
export async function readTaskStatus(
  { userId, taskId }: Task,
  ports: StatusPorts,
): Promise<StatusBody> {
  if (!uuid.test(taskId)) throw unknownTask(taskId);
  const [run, schedule] = await Promise.all([
    ports.runs.find(userId, taskId),
    ports.schedules.describe(userId),
  ]);
  if (run !== undefined && run.endedAt !== null) {
    return toStatus({ state: 'finished', taskId, run, progress: undefined, schedule });
  }
  const progress = await ports.syncs.progress(userId);
  const own = isUnderWay(progress) && progress.runId === taskId ? progress : undefined;
  const state = stateOf({ taskId, isOpen: run !== undefined || own !== undefined, progress });
  return toStatus({ state, taskId, run, progress: own, schedule });
}

interface OpenTask {
  readonly taskId: string;
  readonly isOpen: boolean;
  readonly progress: ProgressView | undefined;
}

function stateOf({ taskId, isOpen, progress }: OpenTask): StatusBody['state'] {
  if (isOpen) return 'running';
  if (progress?.queuedRuns?.includes(taskId) === true) return 'queued';
  throw unknownTask(taskId);
}

const unknownTask = (taskId: string) =>
  new Problem('task-not-found', `No sync of yours has the task id ${JSON.stringify(taskId)}.`);

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
