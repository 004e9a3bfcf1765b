import {
  allHandlersFinished,
  CancellationScope,
  condition,
  ContinueAsNew,
  continueAsNew,
  isCancellation,
  patched,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { ApplicationFailure } from '@temporalio/common';
import type { Opened } from '../activities/history/index.js';
import type { TakingBack } from '../areas/history/index.js';
import { activityProxies } from './activity-proxies.js';
import { carriesLibrary, carryLibrary } from './carry-library.js';
import {
  progressQuery,
  requestUpdate,
  searchAttributes,
  type RunOutcome,
  type SyncHistoryInput,
  type SyncHistoryResult,
  type SyncJob,
  type SyncMode,
  type SyncProgress,
} from './contract.js';
import { markSubjects } from './mark-subjects.js';
import { itemsAtOnce, manySubjects, pagesAtOnce } from './pieces.js';
import { describeProgress, noProgress } from './progress.js';
import { Requests } from './requests.js';
import {
  applicationFailureOf,
  cancelledUnbegun,
  endingOf,
  undisturbed,
  type Ending,
} from './run-ending.js';
import { urgencyOf } from './urgency.js';

/** Subjects asked for at once. */
const subjectsAtOnce = 200;

type Run = SyncJob & { readonly runId: string; readonly userId: string };

/**
 * Brings a person's Trakt history to Bangumi: open → read to the end → match → mark subject by subject → close with a certificate.
 * One workflow per person; whoever asks meanwhile joins or queues. Plays stay in Postgres, only ids travel.
 */
export async function syncHistory(input: SyncHistoryInput): Promise<SyncHistoryResult> {
  const { userId } = input;
  // Decided once, so that it holds for the whole execution; those of the first release go on as they began.
  const nobodyWaitsInVain = patched('nobody-waits-in-vain');
  const requests = new Requests({ ...input, nobodyWaitsInVain });
  const runs: RunOutcome[] = [];
  let progress = noProgress;
  const show = (news: Partial<SyncProgress>): void => {
    progress = { ...progress, ...news };
    setCurrentDetails(describeProgress(progress));
  };
  setHandler(progressQuery, () => ({
    ...progress,
    queued: requests.waiting.length,
    queuedRuns: requests.promised.map(({ runId }) => runId),
  }));
  const whole = CancellationScope.current();
  setHandler(requestUpdate, async (request) => {
    // What was cancelled first and asked then may arrive at once, and handlers begin before cancellations are told.
    await Promise.resolve();
    const isUntold = nobodyWaitsInVain && whole.consideredCancelled && !requests.isCancelled;
    if (isUntold && patched('cancelled-then-asked')) requests.cancel();
    return requests.add(request);
  });
  void whole.cancelRequested.catch(() => {
    requests.cancel();
  });

  try {
    await workOff({ userId, requests, show, runs });
  } catch (error) {
    if (isCancellation(error) && requests.isCancelled) await afterCancellation(userId, requests);
    throw error;
  }
  if (requests.isCancelled) await afterCancellation(userId, requests);
  show({ phase: 'done' });
  await condition(allHandlersFinished);
  return { runs };
}

interface Working {
  readonly userId: string;
  readonly requests: Requests;
  readonly show: (news: Partial<SyncProgress>) => void;
  /** What has become of the runs so far. */
  readonly runs: RunOutcome[];
}

/** Does what was asked for, one run after the other, until nobody waits. */
async function workOff({ userId, requests, show, runs }: Working): Promise<void> {
  // Started together with an update, the request arrives right behind the start.
  await condition(() => requests.underWay !== undefined, '30 seconds');
  for (let job = requests.underWay; job !== undefined; job = requests.underWay) {
    if (requests.isCancelled) return;
    show({ ...noProgress, runId: job.runId, mode: job.mode, phase: 'opening' });
    const goOn = async (): Promise<never> => {
      await condition(allHandlersFinished);
      return continueAsNew<typeof syncHistory>({
        userId,
        jobs: [job, ...requests.waiting],
        goesOn: { askedAgain: requests.askedAgain },
      });
    };
    try {
      runs.push(await syncOnce({ ...job, userId }, { show, goOn, requests }));
    } finally {
      requests.finish();
    }
  }
}

/** Nobody is told of a run that then vanishes: what waited is closed as cancelled, what was asked since goes on afresh. */
const afterCancellation = (userId: string, requests: Requests): Promise<void> =>
  CancellationScope.nonCancellable(async () => {
    for (const job of requests.cancelledUnbegun) await close({ ...job, userId }, cancelledUnbegun);
    await condition(allHandlersFinished);
    const { underWay, waiting } = requests;
    if (underWay === undefined) return;
    await continueAsNew<typeof syncHistory>({ userId, jobs: [underWay, ...waiting] });
  });

interface Telling {
  readonly show: (news: Partial<SyncProgress>) => void;
  /** Goes on in a fresh execution, before this one's history grows too long. */
  readonly goOn: () => Promise<never>;
  /** Who may still join. */
  readonly requests: Requests;
}

/** One run from opening to certificate. However it is stopped, it is closed; a cancellation is then passed on. */
async function syncOnce(run: Run, telling: Telling): Promise<RunOutcome> {
  let ending = undisturbed;
  let cancelled: { readonly error: unknown } | undefined;
  try {
    if (run.mode === 'undo') await undo({ ...run, mode: run.mode }, telling);
    else ending = await sync({ ...run, mode: run.mode }, telling);
  } catch (error) {
    if (error instanceof ContinueAsNew) throw error;
    ending = endingOf(error);
    if (isCancellation(error)) cancelled = { error };
  }
  telling.requests.close();
  telling.show({ phase: 'closing' });
  const outcome = await CancellationScope.nonCancellable(() => close(run, ending));
  if (cancelled !== undefined) throw cancelled.error;
  return outcome;
}

type SyncRun = Run & { readonly mode: SyncMode };

async function sync(run: SyncRun, telling: Telling): Promise<Ending> {
  const { found, carries } = await openAndRead(run, telling);
  if (found === 'nothing') return { ...undisturbed, stoppedBy: 'unchanged' };
  await match(run, telling);
  await mark(run, telling);
  if (patched('removals')) await carryRemovals(run, telling);
  if (carries && patched(carriesLibrary)) await carryLibrary(run, telling);
  return undisturbed;
}

/** Takes back what an earlier run set; whoever asks for a sync meanwhile is served after it. */
async function undo(run: Run & { readonly mode: 'undo' }, telling: Telling): Promise<void> {
  const { db } = activityProxies();
  const { userId, runId, mode, trigger, requestId, undoes } = run;
  telling.requests.look();
  telling.requests.readingIsOver();
  if (undoes === undefined) throw ApplicationFailure.nonRetryable('An undo names no run.');
  await db.openUndo({ userId, runId, mode, trigger, requestId, undoes });
  await takeBack(run, { undoes }, telling);
}

/** Plays that are gone from Trakt, by the person's policy. */
async function carryRemovals(run: Run, telling: Telling): Promise<void> {
  const { db } = activityProxies();
  const { userId, runId } = run;
  const { due } = await db.decideRemovals({ userId, runId });
  if (due > 0) await takeBack(run, 'removals', telling);
}

async function takeBack(run: Run, taking: TakingBack, { show, goOn }: Telling): Promise<void> {
  const { userId, runId, trigger } = run;
  const { db, mark: marking } = activityProxies(urgencyOf(trigger));
  show({ phase: 'taking-back' });
  const page = (after: number) =>
    db.subjectsToTakeBack({ userId, taking, after, limit: subjectsAtOnce });
  for (let subjectIds = await page(0); subjectIds.length > 0;) {
    await markSubjects(subjectIds, {
      mark: (subjectId) =>
        marking.takeBack.executeWithOptions({ summary: `subject ${subjectId}` }, [
          { userId, runId, subjectId, taking },
        ]),
      // Its marks stay open: an undo says so, and what is due is due again in the next sync.
      park: () => Promise.resolve(),
    });
    if (workflowInfo().continueAsNewSuggested) await goOn();
    subjectIds = await page(subjectIds.at(-1) ?? 0);
  }
}

interface Found {
  readonly found: 'work' | 'nothing';
  /** Ratings or states are wanted too. */
  readonly carries: boolean;
}

/** Reads until everybody who joined had asked before the source was. */
async function openAndRead(run: SyncRun, telling: Telling): Promise<Found> {
  const { requests } = telling;
  const { userId, runId, mode, trigger, requestId } = run;
  const { trakt } = activityProxies(urgencyOf(trigger));
  requests.look();
  const opened = await trakt.openRun.executeWithOptions({ summary: `${mode} run` }, [
    { userId, runId, mode, trigger, requestId },
  ]);
  let found = await readWhatOpened(run, opened, telling);
  while (requests.askedAgain) {
    requests.lookAgain();
    const again = await readWhatOpened(run, await trakt.lookAgain({ userId, runId }), telling);
    if (again === 'work') found = 'work';
  }
  requests.readingIsOver();
  return { found, carries: opened.carries === true };
}

async function readWhatOpened(
  run: SyncRun,
  opened: Opened,
  { show, goOn }: Telling,
): Promise<'work' | 'nothing'> {
  if (opened.next !== 'read') return opened.next;
  const { db } = activityProxies();
  const { userId, runId, trigger } = run;
  const { readId } = opened;
  show({ phase: 'reading' });
  try {
    let walked = false;
    let pages = 0;
    while (!walked) {
      if (workflowInfo().continueAsNewSuggested) await goOn();
      const { trakt } = activityProxies(urgencyOf(trigger, { pages }));
      const read = await trakt.readPages({ userId, runId, readId, maxPages: pagesAtOnce });
      show({ pages: { done: read.page, total: read.pageCount } });
      walked = read.walked;
      pages = read.pageCount;
    }
  } catch (error) {
    if (applicationFailureOf(error)?.type === 'torn-read') await db.abandonRead({ readId });
    throw error;
  }
  await db.closeRead({ readId });
  return 'work';
}

async function match(run: SyncRun, { show, goOn }: Telling): Promise<void> {
  const { db } = activityProxies();
  const { userId, runId, trigger } = run;
  const { items } = await db.countWaiting({ userId });
  const { bangumi } = activityProxies(urgencyOf(trigger, { items }));
  show({ phase: 'matching', items: { matched: 0, total: items } });
  let remaining = items;
  while (remaining > 0) {
    if (workflowInfo().continueAsNewSuggested) await goOn();
    const matched = await bangumi.matchPlays({ userId, runId, limit: itemsAtOnce });
    remaining = matched.remaining;
    show({ items: { matched: items - remaining, total: items } });
  }
}

async function mark(run: SyncRun, { show, goOn }: Telling): Promise<void> {
  const { db } = activityProxies();
  const { userId, runId, trigger } = run;
  const { subjects: total } = await db.countWaiting({ userId });
  const { bangumi, mark: marking } = activityProxies(urgencyOf(trigger, { subjects: total }));
  show({ phase: 'marking', subjects: { done: 0, total } });
  if (total >= manySubjects) await bangumi.readCollections({ userId, runId });
  let done = 0;
  const tick = (): void => {
    done += 1;
    show({ subjects: { done, total } });
  };
  let subjectIds = await db.subjectsToMark({ userId, after: 0, limit: subjectsAtOnce });
  while (subjectIds.length > 0) {
    await markSubjects(subjectIds, {
      mark: async (subjectId) => {
        await marking.markSubject.executeWithOptions({ summary: `subject ${subjectId}` }, [
          { userId, runId, subjectId },
        ]);
        tick();
      },
      park: async (subjectId, reason) => {
        await db.parkSubject({ userId, runId, subjectId, reason });
        tick();
      },
    });
    if (workflowInfo().continueAsNewSuggested) await goOn();
    subjectIds = await db.subjectsToMark({
      userId,
      after: subjectIds.at(-1) ?? 0,
      limit: subjectsAtOnce,
    });
  }
}

async function close(run: Run, ending: Ending): Promise<RunOutcome> {
  const { db } = activityProxies();
  const { userId, runId, mode, trigger, requestId, undoes = null } = run;
  // Cancelled before it was opened, it has no row yet.
  const asked = ending.stoppedBy === 'cancelled' ? { mode, trigger, requestId, undoes } : undefined;
  const { status } = await db.closeRun({ userId, runId, ...ending, asked });
  upsertSearchAttributes([{ key: searchAttributes.outcome, value: status }]);
  return { runId, status };
}
