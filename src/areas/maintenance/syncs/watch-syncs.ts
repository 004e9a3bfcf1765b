import type { Clock } from '../../../platform/lib/clock.js';
import type { Logger } from '../../../platform/lib/logger.js';
import type { Accounts } from '../../accounts/index.js';
import type { History, RunOutcome } from '../../history/index.js';
import type { Notice, Notifications } from '../../notifications/index.js';
import type { HealthWatch } from '../health/watch-health.js';
import { newsOfSyncs, standingOf, type SyncNews, type SyncsTold } from './judge-syncs.js';

export interface SyncWatchDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly history: { readonly runs: Pick<History['runs'], 'latestOutcomes'> };
  readonly healthWatch: Pick<HealthWatch, 'lastAway'>;
  readonly accounts: { readonly people: Pick<Accounts['people'], 'listAdmins'> };
  readonly notifications: Pick<Notifications, 'notify' | 'lastTold'>;
}

export interface SyncWatch {
  /**
   * Looks at how the newest syncs of everybody ended, and tells administrators when most of them fail and when that is over.
   * Runs that ended while a service was away are left out: of that health tells. Safe to repeat: what each administrator was
   * told last says what is news to them. How many were looked at, how many of them failed, how many people were told.
   */
  run(): Promise<SyncsLookedAt>;
}

export interface SyncsLookedAt {
  readonly syncs: number;
  readonly syncsFailed: number;
  readonly syncsTold: number;
}

/** What is older says nothing of now. */
const windowMs = 86_400_000;
/** Of many people these are of minutes, of few people those of a day: either way what is said of them is of now. */
const runsLookedAt = 50;

export const createSyncWatch = (deps: SyncWatchDeps): SyncWatch => ({
  async run() {
    const { clock, history, healthWatch } = deps;
    const now = clock.now();
    const windowBegan = new Date(now.getTime() - windowMs);
    const away = await healthWatch.lastAway(['trakt', 'bangumi'], windowBegan);
    const outcomes = await history.runs.latestOutcomes(away ?? windowBegan, runsLookedAt);
    const standing = standingOf(outcomes);
    if (standing === null) return { syncs: 0, syncsFailed: 0, syncsTold: 0 };
    const syncsTold = await tellAdmins(deps, outcomes, now);
    if (syncsTold > 0) deps.log.warn(standing, 'news of syncs that fail');
    return { syncs: standing.runs, syncsFailed: standing.failed, syncsTold };
  },
});

async function tellAdmins(
  deps: SyncWatchDeps,
  outcomes: readonly RunOutcome[],
  now: Date,
): Promise<number> {
  const admins = await deps.accounts.people.listAdmins();
  const told = await readTold(deps, admins);
  let heard = 0;
  for (const userId of admins) {
    const news = newsFor(outcomes, told(userId), now);
    if (news === null) continue;
    await deps.notifications.notify(toNotice(news, userId, now));
    heard += 1;
  }
  return heard;
}

/** After its end a spell of failures is forgotten: the next has to begin anew. */
function newsFor(outcomes: readonly RunOutcome[], told: SyncsTold, now: Date): SyncNews | null {
  const { healedAt } = told;
  const since = outcomes.filter(({ endedAt }) => healedAt === null || endedAt > healedAt);
  return newsOfSyncs(standingOf(since), told, now);
}

async function readTold(
  { notifications }: SyncWatchDeps,
  admins: readonly string[],
): Promise<(userId: string) => SyncsTold> {
  const failing = await notifications.lastTold('syncs.failing', admins);
  const healed = await notifications.lastTold('syncs.healed', admins);
  return (userId) => ({
    failingAt: toDate(failing.get(userId)),
    healedAt: toDate(healed.get(userId)),
  });
}

const toDate = (key: string | undefined): Date | null => (key === undefined ? null : new Date(key));

/** The key is when it was told: the newest says how things stand for that administrator. */
function toNotice(news: SyncNews, userId: string, now: Date): Notice {
  const of = { userId, dedupeKey: now.toISOString() };
  const { runs, failed, people, failing, since } = news.standing;
  if (news.event === 'syncs.healed') {
    const data = { toldAt: news.failingAt.toISOString(), failing, people };
    return { ...of, event: news.event, data };
  }
  const { event, reason } = news;
  const data = { failed, runs, since: since.toISOString(), failing, people, reason };
  return { ...of, event, data };
}
