import { createHash } from 'node:crypto';
import { toRunBody } from '../../contract/run.js';
import { toRunProgressBody, type RunProgressBody } from '../../contract/runs/run-state.js';
import type { ApiContext } from '../../route.js';
import type { Standing } from '../../streams/event-streams.js';
import type { FoundTask } from './find-task.js';

/** How far a run has come. */
export async function readProgress(
  userId: string,
  { id, state, run, progress }: FoundTask,
  { runs, etaOf }: Pick<ApiContext, 'runs' | 'etaOf'>,
): Promise<RunProgressBody> {
  return toRunProgressBody({
    id,
    state,
    status: run?.status ?? null,
    progress,
    // Titles stay in Postgres: the workflow knows ids only.
    title: progress?.phase === 'marking' ? await runs.titleBeingMarked(userId) : null,
    eta: progress === undefined ? null : etaOf(progress),
  });
}

/** A listener who saw it has seen the end. */
export const lastEventId = 'end';

/** How far a run has come, or its result, as an event. */
export async function readStanding(
  userId: string,
  task: FoundTask,
  context: Pick<ApiContext, 'runs' | 'etaOf'>,
): Promise<Standing> {
  if (task.state === 'ended' && task.run !== undefined)
    return { id: lastEventId, event: 'end', data: toRunBody(task.run), isLast: true };
  const data = await readProgress(userId, task, context);
  return { id: fingerprint(data), event: 'progress', data, isLast: false };
}

// By the time of its end alone, which moves with every look, nothing is told.
const fingerprint = (body: RunProgressBody): string =>
  createHash('sha256')
    .update(JSON.stringify({ ...body, eta: null }))
    .digest('base64url')
    .slice(0, 16);
