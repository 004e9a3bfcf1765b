import type { SyncRunView } from '../areas/history/index.js';
import type { Watchflow } from './compose/compose.js';
import type { SyncProgress } from '../workflows/contract.js';
import { pollToEnd } from './poll-to-end.js';

export interface FollowOptions {
  /** Null when the run is not known yet: then the person's next run that began at or after `since`. */
  readonly runId: string | null;
  readonly since: Date;
  readonly onProgress: (progress: SyncProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Waits for a run's end and tells its progress on the way. What became of it is read from the database, not from Temporal. */
export function followRun(
  watchflow: Watchflow,
  userId: string,
  follow: FollowOptions,
): Promise<SyncRunView> {
  const { history, syncs } = watchflow;
  const look = async (): Promise<SyncRunView | undefined> => {
    if (follow.runId !== null) return history.runs.find(userId, follow.runId);
    const latest = await history.runs.latest(userId);
    return latest !== undefined && latest.startedAt >= follow.since ? latest : undefined;
  };
  return pollToEnd(watchflow, {
    find: async () => {
      const run = await look();
      return run?.status === 'running' ? undefined : run;
    },
    tell: async () => {
      const progress = await syncs.progress(userId);
      if (progress !== undefined) follow.onProgress(progress);
    },
    signal: follow.signal,
  });
}
