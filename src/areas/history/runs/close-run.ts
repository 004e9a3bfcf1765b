import type { Clock } from '../../../platform/lib/clock.js';
import { certify } from '../certificate.js';
import type { PlayStore } from '../ledger/play-store.js';
import type { ReadStore } from '../reading/read-store.js';
import type { Certificate, RunStatus } from '../run.js';
import type { RunStore } from './run-store.js';

/** How a run came to its end, as the workflow saw it. */
export interface RunEnding {
  readonly userId: string;
  readonly runId: string;
  /** Null when nothing stopped it: the certificate decides. */
  readonly stoppedBy: Exclude<RunStatus, 'running' | 'success'> | null;
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
 * Closes a run with its certificate. A run whose certificate has a gap is `incomplete`, never `success`, and neither is one
 * that had to leave plays for the next.
 * Safe to repeat: a closed run keeps its first ending.
 */
export async function closeRun(
  deps: CloseRunDeps,
  ending: RunEnding,
): Promise<{ status: RunStatus }> {
  const { plays, reads, runs, clock } = deps;
  const { userId, runId } = ending;
  if (ending.stoppedBy === 'needs-reauth') await plays.parkOpen(userId, runId, 'needs-reauth');
  const counts = await plays.counts(userId);
  const cursor = await reads.cursor(userId);
  const certificate = certify(
    { ...counts, promised: cursor?.promised ?? null },
    await plays.countSubjectsOfRun(runId),
  );
  const status = ending.stoppedBy ?? statusOf(certificate);
  const advice = ending.advice ?? adviceOf(certificate);
  await runs.end(runId, { status, advice, retryAt: ending.retryAt, certificate }, clock.now());
  const closed = await runs.find(userId, runId);
  // One that was cancelled before it was opened has left nothing to close.
  return { status: closed?.status ?? status };
}

function statusOf({ complete, parkedReasons }: Certificate): RunStatus {
  if (!complete) return 'incomplete';
  return notWritten({ parkedReasons }) > 0 ? 'upstream-down' : 'success';
}

/** Plays this run gave up on: those of earlier runs were put back into line when it opened. */
const notWritten = ({ parkedReasons }: Pick<Certificate, 'parkedReasons'>): number =>
  parkedReasons['upstream-down'] ?? 0;

function adviceOf({ complete, parkedReasons, differences }: Certificate): string | null {
  if (!complete) return `The next run goes on from here. ${differences.join(' ')}`;
  const left = notWritten({ parkedReasons });
  if (left > 0) return `${left} plays could not be written to Bangumi; the next run tries again.`;
  const waiting = (parkedReasons['unmatched'] ?? 0) + (parkedReasons['ambiguous'] ?? 0);
  if (waiting > 0)
    return `${waiting} plays could not be matched to Bangumi with certainty and wait for a person.`;
  return null;
}
