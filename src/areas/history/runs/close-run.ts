import type { Clock } from '../../../platform/lib/clock.js';
import { certify } from '../certificate.js';
import type { PlayStore } from '../ledger/play-store.js';
import type { ReadStore } from '../reading/read-store.js';
import type { Certificate, RunStatus, SyncRunView } from '../run.js';
import type { RunStore } from './run-store.js';

/** How a run came to its end, as the workflow saw it. */
export interface RunEnding {
  readonly userId: string;
  readonly runId: string;
  /** Null when nothing stopped it: the certificate decides. */
  readonly stoppedBy: Exclude<RunStatus, 'running' | 'success' | 'incomplete'> | null;
  readonly advice: string | null;
  readonly retryAt: Date | null;
}

export interface CloseRunDeps {
  readonly plays: PlayStore;
  readonly reads: ReadStore;
  readonly runs: RunStore;
  readonly clock: Clock;
}

/**
 * Closes a run with its certificate. A run whose certificate has a gap is `incomplete`, never `success`.
 * Safe to repeat: a closed run keeps its first ending.
 */
export async function closeRun(deps: CloseRunDeps, ending: RunEnding): Promise<SyncRunView> {
  const { plays, reads, runs, clock } = deps;
  const { userId, runId } = ending;
  if (ending.stoppedBy === 'needs-reauth') await plays.parkOpen(userId, runId, 'needs-reauth');
  const counts = await plays.counts(userId);
  const cursor = await reads.cursor(userId);
  const certificate = certify(
    { ...counts, promised: cursor?.promised ?? null },
    await plays.countSubjectsOfRun(runId),
  );
  await runs.end(
    runId,
    {
      status: ending.stoppedBy ?? statusOf(certificate),
      advice: ending.advice ?? adviceOf(certificate),
      retryAt: ending.retryAt,
      certificate,
    },
    clock.now(),
  );
  const closed = await runs.find(userId, runId);
  if (closed === undefined) throw new Error(`Run ${runId} vanished while it was closed.`);
  return closed;
}

const statusOf = ({ complete }: Certificate): RunStatus => (complete ? 'success' : 'incomplete');

function adviceOf({ complete, parkedReasons, differences }: Certificate): string | null {
  if (!complete) return `The next run goes on from here. ${differences.join(' ')}`;
  const waiting = (parkedReasons['unmatched'] ?? 0) + (parkedReasons['ambiguous'] ?? 0);
  if (waiting > 0)
    return `${waiting} plays could not be matched to Bangumi with certainty and wait for a person.`;
  return null;
}
