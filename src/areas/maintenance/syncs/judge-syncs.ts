import type { RunOutcome } from '../../history/index.js';

type Failure = Exclude<RunOutcome['status'], 'success' | 'unchanged'>;

/** How the newest syncs of all people stand. */
export interface SyncStanding {
  readonly runs: number;
  readonly failed: number;
  /** In these runs, and those of them whose newest run failed. */
  readonly people: number;
  readonly failing: number;
  /** When the first of the runs ended. */
  readonly since: Date;
  /** How most of those that failed ended; null when none did. */
  readonly reason: Failure | null;
}

/** When an administrator was last told of either. */
export interface SyncsTold {
  readonly failingAt: Date | null;
  readonly healedAt: Date | null;
}

/** Which of the two is news; null when neither is. */
export type SyncNews =
  | { readonly event: 'syncs.failing'; readonly standing: SyncStanding; readonly reason: Failure }
  | {
      readonly event: 'syncs.healed';
      readonly standing: SyncStanding;
      readonly failingAt: Date;
    };

const aDay = 86_400_000;
/** One or two are told to those whom they befell, by their runs. */
const enoughFailures = 3;

/** Newest first; null without any. */
export function standingOf(outcomes: readonly RunOutcome[]): SyncStanding | null {
  const oldest = outcomes.at(-1);
  if (oldest === undefined) return null;
  const newest = new Map<string, RunOutcome>();
  for (const outcome of outcomes)
    if (!newest.has(outcome.userId)) newest.set(outcome.userId, outcome);
  const failures = outcomes.flatMap(failureOf);
  return {
    runs: outcomes.length,
    failed: failures.length,
    people: newest.size,
    failing: [...newest.values()].flatMap(failureOf).length,
    since: oldest.endedAt,
    reason: mostFrequent(failures),
  };
}

const failureOf = ({ status }: RunOutcome): readonly Failure[] =>
  status === 'success' || status === 'unchanged' ? [] : [status];

function mostFrequent(failures: readonly Failure[]): Failure | null {
  const counts = new Map<Failure, number>();
  for (const failure of failures) counts.set(failure, (counts.get(failure) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? null;
}

/**
 * Failing is told when it begins and once a day while it lasts, and its end once. It begins when most runs failed and for at
 * least half of the people the newest one did: a run that failed is tried again at every due time while one that went well
 * leaves nothing to do, so that one person's trouble soon makes most of the runs. It ends when that holds for fewer than a
 * quarter; in between nothing changes, nor where nobody syncs.
 */
export function newsOfSyncs(
  standing: SyncStanding | null,
  { failingAt, healedAt }: SyncsTold,
  now: Date,
): SyncNews | null {
  if (standing === null) return null;
  const open = failingAt !== null && (healedAt === null || failingAt > healedAt) ? failingAt : null;
  const reason = whyFailing(standing);
  if (reason !== null) {
    const isDue = open === null || now.getTime() - open.getTime() >= aDay;
    return isDue ? { event: 'syncs.failing', standing, reason } : null;
  }
  return open !== null && standing.failing * 4 < standing.people
    ? { event: 'syncs.healed', standing, failingAt: open }
    : null;
}

/** Null: they are not. */
const whyFailing = ({ runs, failed, people, failing, reason }: SyncStanding): Failure | null =>
  failed >= enoughFailures && failed * 2 > runs && failing * 2 >= people ? reason : null;
