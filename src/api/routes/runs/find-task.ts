import type { SyncRunView } from '../../../areas/history/index.js';
import type { RunState } from '../../contract/runs/run-state.js';
import type { ApiPorts, ProgressView } from '../../ports.js';
import { Problem } from '../../problem.js';

const uuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

interface Task {
  readonly userId: string;
  /** As the person sent it: any text. */
  readonly taskId: string;
}

export interface FoundTask {
  readonly id: string;
  readonly state: RunState;
  /** Undefined until the run has begun. */
  readonly run: SyncRunView | undefined;
  /** Undefined unless it is under way and answers. */
  readonly progress: ProgressView | undefined;
}

export const isUnderWay = (progress: ProgressView | undefined): progress is ProgressView =>
  progress !== undefined && progress.runId !== null && progress.phase !== 'done';

/** One task of this person, from the moment its id was given out; undefined when there is none. */
export async function lookForTask(
  { userId, taskId }: Task,
  { runs, syncs }: Pick<ApiPorts, 'runs' | 'syncs'>,
): Promise<FoundTask | undefined> {
  if (!uuid.test(taskId)) return undefined;
  const run = await runs.find(userId, taskId);
  if (run !== undefined && run.endedAt !== null) return begun(run);
  const progress = await syncs.progress(userId);
  if (isUnderWay(progress) && progress.runId === taskId)
    return { id: taskId, state: 'running', run, progress };
  if (run !== undefined) return begun(run);
  if (progress?.queuedRuns?.includes(taskId) === true)
    return { id: taskId, state: 'queued', run: undefined, progress: undefined };
  // It may have begun and ended between the two questions.
  return orNothing(await runs.find(userId, taskId));
}

const begun = (run: SyncRunView): FoundTask => ({
  id: run.id,
  state: run.endedAt === null ? 'running' : 'ended',
  run,
  progress: undefined,
});

const orNothing = (run: SyncRunView | undefined): FoundTask | undefined =>
  run === undefined ? undefined : begun(run);

/** Throws `task-not-found`. */
export async function findTask(
  task: Task,
  ports: Pick<ApiPorts, 'runs' | 'syncs'>,
): Promise<FoundTask> {
  const found = await lookForTask(task, ports);
  if (found !== undefined) return found;
  throw new Problem(
    'task-not-found',
    `No sync of yours has the task id ${JSON.stringify(task.taskId)}.`,
  );
}
