import { setTimeout as pause } from 'node:timers/promises';
import type { SyncRunView } from '../areas/history/index.js';
import type { Watchflow } from './compose/compose.js';
import type { SyncProgress } from '../workflows/contract.js';

const askEvery = 200;

export interface FollowOptions {
  /** Null when the run is not known yet: then the person's next run that began at or after `since`. */
  readonly runId: string | null;
  readonly since: Date;
  readonly onProgress: (progress: SyncProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Waits for a run's end and tells its progress on the way. What became of it is read from the database, not from Temporal. */
export async function followRun(
  { history, syncs, working }: Watchflow,
  userId: string,
  follow: FollowOptions,
): Promise<SyncRunView> {
  const find = async (): Promise<SyncRunView | undefined> => {
    if (follow.runId !== null) return history.runs.find(userId, follow.runId);
    const latest = await history.runs.latest(userId);
    return latest !== undefined && latest.startedAt >= follow.since ? latest : undefined;
  };
  for (;;) {
    const run = await find();
    if (run !== undefined && run.status !== 'running') return run;
    const progress = await syncs.progress(userId);
    if (progress !== undefined) follow.onProgress(progress);
    // A worker that dies must not leave us waiting for ever.
    await Promise.race([pause(askEvery, undefined, { signal: follow.signal }), working]);
  }
}
