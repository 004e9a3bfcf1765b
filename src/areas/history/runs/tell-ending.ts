import type { Notice, Notifications } from '../../notifications/index.js';
import { waitingForPerson } from '../run.js';
import type { SyncRunView } from '../run.js';
import type { RunStore } from './run-store.js';
import { mayBeSlow, newsOfSlowRun } from './slow-run.js';

export interface TellEndingDeps {
  readonly runs: Pick<RunStore, 'closedBefore' | 'paceOf'>;
  readonly notifications: Pick<Notifications, 'notify' | 'lastTold'>;
}

/** Endings that a person should hear of here; of dead tokens and blocked apps the connections tell. */
const failures = ['failed', 'upstream-down', 'account-locked', 'incomplete'] as const;

/**
 * Tells a person how their run ended, when that is news: it ended badly and the one before did not end the same way, or
 * more plays wait for them than after the one before, or it took far longer per play than usual. Safe to repeat: a run
 * tells each thing once.
 */
export async function tellEnding(deps: TellEndingDeps, run: SyncRunView): Promise<void> {
  const { runs, notifications } = deps;
  const before = await runs.closedBefore(run);
  for (const notice of newsOf(run, before)) await notifications.notify(notice);
  if (mayBeSlow(run)) await tellSlow(deps, run);
}

async function tellSlow({ runs, notifications }: TellEndingDeps, run: SyncRunView): Promise<void> {
  const { userId } = run;
  const toldAt = (await notifications.lastTold('run.slow', [userId])).get(userId);
  const notice = newsOfSlowRun(
    run,
    await runs.paceOf(run),
    toldAt === undefined ? null : new Date(toldAt),
  );
  if (notice !== null) await notifications.notify(notice);
}

export function newsOf(run: SyncRunView, before: SyncRunView | undefined): Notice[] {
  const of = { userId: run.userId, dedupeKey: run.id };
  const news: Notice[] = [];
  const reason = failures.find((failure) => failure === run.status);
  if (reason !== undefined && before?.status !== reason) {
    news.push({ ...of, event: 'run.failed', data: { runId: run.id, reason } });
  }
  if (run.status === 'rate-limited' && before?.status !== 'rate-limited' && run.retryAt !== null) {
    const data = { runId: run.id, retryAt: run.retryAt.toISOString() };
    news.push({ ...of, event: 'run.rate-limited', data });
  }
  const count = waitingOf(run);
  if (count > waitingOf(before)) {
    news.push({ ...of, event: 'plays.parked', data: { runId: run.id, count } });
  }
  return news;
}

/** Plays that only a person can settle. */
const waitingOf = (run: SyncRunView | undefined): number =>
  waitingForPerson(run?.certificate?.parkedReasons ?? {});
