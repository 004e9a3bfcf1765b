import {
  CancellationScope,
  ContinueAsNew,
  continueAsNew,
  isCancellation,
  patched,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { activityProxies } from './activity-proxies.js';
import { carriesLibrary, planLibrary } from './carry-library.js';
import {
  progressQuery,
  searchAttributes,
  type PlanHistoryInput,
  type PlanHistoryResult,
  type SyncProgress,
} from './contract.js';
import { itemsAtOnce, manySubjects, pagesAtOnce } from './pieces.js';
import { describeProgress, noProgress } from './progress.js';
import { endingOf, type Stopped } from './run-ending.js';
import { urgencyOf } from './urgency.js';

/** Subjects looked at per activity: two requests each, four at a time. */
const subjectsAtOnce = 40;

type Show = (news: Partial<SyncProgress>) => void;

/**
 * A dry run: read → gather → match → look at each subject → add up. The same decisions as `syncHistory`, without a write to
 * Bangumi or the ledger, so it may go on beside a sync. What it finds stays in Postgres; only ids travel.
 */
export async function planHistory(input: PlanHistoryInput): Promise<PlanHistoryResult> {
  let progress: SyncProgress = { ...noProgress, runId: input.planId, mode: input.mode };
  const show: Show = (news) => {
    progress = { ...progress, ...news };
    setCurrentDetails(describeProgress(progress));
  };
  setHandler(progressQuery, () => progress);
  let stopped: Stopped | undefined;
  let cancelled: { readonly error: unknown } | undefined;
  try {
    const { carries } = await read(input, show);
    const { removals } = await match(input, show);
    await lookAtSubjects(input, show);
    if (removals > 0) await lookAtRemovals(input, removals);
    if (carries && patched(carriesLibrary)) await planLibrary(input, () => goOnAfresh(input));
  } catch (error) {
    if (error instanceof ContinueAsNew) throw error;
    stopped = endingOf(error);
    if (isCancellation(error)) cancelled = { error };
  }
  show({ phase: 'closing' });
  const result = await CancellationScope.nonCancellable(() => close(input, stopped));
  show({ phase: 'done' });
  if (cancelled !== undefined) throw cancelled.error;
  return result;
}

/** Where it stands is in Postgres: a fresh execution finds what is done. */
async function goOnAfresh(input: PlanHistoryInput): Promise<void> {
  if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof planHistory>(input);
}

async function read(input: PlanHistoryInput, show: Show): Promise<{ readonly carries: boolean }> {
  const { userId, planId, trigger } = input;
  const { trakt } = activityProxies(urgencyOf(trigger));
  show({ phase: 'opening' });
  const { readId, carries = false } = await trakt.openPlan(input);
  if (readId === null) return { carries };
  show({ phase: 'reading' });
  let walked = false;
  let known = 0;
  while (!walked) {
    await goOnAfresh(input);
    const reader = activityProxies(urgencyOf(trigger, { pages: known })).trakt;
    const pages = { userId, runId: planId, readId, maxPages: pagesAtOnce };
    const seen = await reader.readPages(pages);
    show({ pages: { done: seen.page, total: seen.pageCount } });
    walked = seen.walked;
    known = seen.pageCount;
  }
  return { carries };
}

async function match(input: PlanHistoryInput, show: Show): Promise<{ readonly removals: number }> {
  const { db } = activityProxies();
  const { userId, planId, mode, trigger } = input;
  const { total, undecided, removals = 0 } = await db.gatherPlan({ userId, planId, mode });
  const { bangumi } = activityProxies(urgencyOf(trigger, { items: undecided }));
  let remaining = undecided;
  const tell = (): void => {
    show({ phase: 'matching', items: { matched: total - remaining, total } });
  };
  tell();
  while (remaining > 0) {
    await goOnAfresh(input);
    ({ remaining } = await bangumi.matchPlan({ userId, planId, limit: itemsAtOnce }));
    tell();
  }
  return { removals };
}

async function lookAtSubjects(input: PlanHistoryInput, show: Show): Promise<void> {
  const { db } = activityProxies();
  const { userId, planId, trigger } = input;
  const { total, open } = await db.countPlanSubjects({ userId, planId });
  const { bangumi } = activityProxies(urgencyOf(trigger, { subjects: open }));
  let remaining = open;
  const tell = (): void => {
    show({ phase: 'planning', subjects: { done: total - remaining, total } });
  };
  tell();
  if (remaining >= manySubjects) await bangumi.readPlanCollections({ userId, planId });
  while (remaining > 0) {
    await goOnAfresh(input);
    ({ remaining } = await bangumi.planSubjects({ userId, planId, limit: subjectsAtOnce }));
    tell();
  }
}

/** Plays that are gone: whose marks the sync would take away, or ask about. A history in which nobody counted them has none. */
async function lookAtRemovals(input: PlanHistoryInput, removals: number): Promise<void> {
  const { userId, planId, trigger } = input;
  const { bangumi } = activityProxies(urgencyOf(trigger, { items: removals }));
  let remaining = 1;
  while (remaining > 0) {
    await goOnAfresh(input);
    ({ remaining } = await bangumi.planRemovals({ userId, planId, limit: subjectsAtOnce }));
  }
}

async function close(
  { userId, planId, mode, trigger, requestId }: PlanHistoryInput,
  stopped: Stopped | undefined,
): Promise<PlanHistoryResult> {
  const { db } = activityProxies();
  const ending = stopped ?? { stoppedBy: null, advice: null, retryAt: null };
  const advice =
    ending.stoppedBy === 'cancelled'
      ? 'Cancelled on request; a dry run changes nothing, so nothing is left to be done.'
      : ending.advice;
  const asked = { mode, trigger, requestId };
  const { status } = await db.closePlan({ userId, planId, ...ending, advice, asked });
  upsertSearchAttributes([{ key: searchAttributes.outcome, value: status }]);
  return { planId, status };
}
