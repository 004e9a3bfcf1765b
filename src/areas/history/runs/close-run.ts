import type { Clock } from '../../../platform/lib/clock.js';
import type { Audit, AuditEntry } from '../../audit/index.js';
import type { Notifications } from '../../notifications/index.js';
import type { WishCounts } from '../carrying/wish-views.js';
import { certify } from '../certificate.js';
import type { PlayStore } from '../ledger/play-store.js';
import type { ReadStore } from '../reading/read-store.js';
import type { Removals } from '../removals/removals.js';
import { waitingForPerson } from '../run.js';
import type { Certificate, RunStatus, SyncRunView } from '../run.js';
import type { MarkRecord } from '../taking-back/mark-record.js';
import { undoEnding } from '../taking-back/undo-ending.js';
import type { RunStore } from './run-store.js';
import { tellEnding } from './tell-ending.js';

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
  readonly marks: Pick<MarkRecord, 'outcomes'>;
  readonly removals: Pick<Removals, 'countDue'>;
  readonly notifications: Pick<Notifications, 'notify' | 'lastTold'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly clock: Clock;
  readonly carries: (userId: string) => Promise<boolean>;
  readonly carriedOf: (userId: string) => Promise<WishCounts>;
}

/**
 * Closes a run with its certificate. A run whose certificate has a gap is `incomplete`, never `success`, and neither is one
 * that had to leave plays for another, or marks that were to be taken away. Plays that were refused earlier and whose time has not come are accounted for.
 * Safe to repeat: a closed run keeps its first ending.
 */
export async function closeRun(
  deps: CloseRunDeps,
  ending: RunEnding,
): Promise<{ status: RunStatus }> {
  const { plays, runs, clock } = deps;
  const { userId, runId } = ending;
  if (ending.stoppedBy === 'needs-reauth') await plays.parkOpen(userId, runId, 'needs-reauth');
  const stock = await takeStock(deps, ending);
  const { certificate } = stock;
  const own = (await undoEndingOf(deps, ending)) ?? (await syncEndingOf(deps, ending, stock));
  const status = ending.stoppedBy ?? own.status;
  const advice = ending.advice ?? own.advice;
  const { retryAt } = ending;
  await runs.end(
    runId,
    { status, advice, retryAt, certificate, playsMoved: stock.playsMoved },
    clock.now(),
  );
  const closed = await runs.find(userId, runId);
  if (closed !== undefined) {
    await tellEnding(deps, closed);
    await deps.audit.record(toRecord(userId, closed));
  }
  // One that was cancelled before it was opened has left nothing to close.
  return { status: closed?.status ?? status };
}

interface OwnEnding {
  readonly status: RunStatus;
  readonly advice: string | null;
}

async function syncEndingOf(
  { plays, removals }: CloseRunDeps,
  { userId, runId }: RunEnding,
  { certificate, carried }: Stock,
): Promise<OwnEnding> {
  const { refusedNow, tryAgainAt } = await plays.refused(userId, runId);
  const due = await removals.countDue(userId);
  const said = [
    adviceOf(certificate, tryAgainAt) ?? adviceOfCarried(carried),
    ...(due === 0 ? [] : [adviceOfRemovals(due)]),
  ].filter((sentence) => sentence !== null);
  return {
    status: statusOf(certificate, { unfinished: refusedNow + due, left: carried?.notWritten ?? 0 }),
    advice: said.length === 0 ? null : said.join(' '),
  };
}

/** Of an undo: what waits in the ledger is not its business. */
async function undoEndingOf(
  { runs, marks }: CloseRunDeps,
  { userId, runId }: RunEnding,
): Promise<OwnEnding | null> {
  const undoes = (await runs.find(userId, runId))?.undoes ?? null;
  return undoes === null ? null : undoEnding(undoes, await marks.outcomes(undoes));
}

interface Stock {
  readonly certificate: Certificate;
  readonly playsMoved: number;
  readonly carried: WishCounts | undefined;
}

/** How everything of a person stands. */
async function takeStock(
  { plays, reads, carries, carriedOf }: CloseRunDeps,
  { userId, runId }: RunEnding,
): Promise<Stock> {
  const counts = await plays.counts(userId);
  const cursor = await reads.cursor(userId);
  const carried = (await carries(userId)) ? await carriedOf(userId) : undefined;
  const moved = await plays.countMovedBy(userId, runId);
  const certificate = certify(
    { ...counts, promised: cursor?.promised ?? null },
    moved.subjects,
    carried && { ratings: { ...carried.ratings }, states: { ...carried.states } },
  );
  return { certificate, carried, playsMoved: moved.plays };
}

const asIntended: readonly RunStatus[] = ['success', 'unchanged', 'cancelled'];

/** Of a closing that is repeated the first record stays. */
const toRecord = (
  userId: string,
  { id, mode, trigger, status, certificate, requests, workflowId }: SyncRunView,
): AuditEntry => ({
  actor: { kind: 'system', name: 'history sync' },
  action: 'run.ended',
  target: { kind: 'run', id },
  outcome: asIntended.includes(status) ? 'done' : 'failed',
  workflowId,
  detail: { of: userId, mode, trigger, status, plays: certificate?.plays, requests },
  once: `run/${id}`,
});

function statusOf(
  { complete, parkedReasons }: Certificate,
  { unfinished, left }: { readonly unfinished: number; readonly left: number },
): RunStatus {
  if (!complete) return 'incomplete';
  if (notWritten({ parkedReasons }) + left > 0) return 'upstream-down';
  return unfinished > 0 ? 'incomplete' : 'success';
}

/** Plays this run gave up on: those of earlier runs were put back into line when it opened. */
const notWritten = ({ parkedReasons }: Pick<Certificate, 'parkedReasons'>): number =>
  parkedReasons['upstream-down'] ?? 0;

/** Of ratings and states, where there is nothing to say of plays. */
const adviceOfCarried = (carried: WishCounts | undefined): string | null =>
  carried === undefined || carried.notWritten === 0
    ? null
    : `${carried.notWritten} ratings or states could not be written to Bangumi; the next run tries again.`;

const adviceOfRemovals = (due: number): string =>
  `The marks of ${due} plays that are gone from Trakt could not be taken away yet; the next run tries again.`;

function adviceOf(
  { complete, parkedReasons, differences }: Certificate,
  tryAgainAt: Date | null,
): string | null {
  if (!complete) return `The next run goes on from here. ${differences.join(' ')}`;
  const left = notWritten({ parkedReasons });
  if (left > 0) return `${left} plays could not be written to Bangumi; the next run tries again.`;
  if (tryAgainAt !== null) {
    const refused = `${parkedReasons['refused'] ?? 0} plays are refused by Bangumi (subject locked or gone, or its marks not taken).`;
    return `${refused} They are tried again from ${tryAgainAt.toISOString()} on, ever more seldom; a full run tries at once.`;
  }
  const waiting = waitingForPerson(parkedReasons);
  if (waiting > 0)
    return `${waiting} plays could not be matched to Bangumi with certainty and wait for a person: see /api/v1/matches.`;
  return null;
}
