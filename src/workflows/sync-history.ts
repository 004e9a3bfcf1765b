import {
  allHandlersFinished,
  CancellationScope,
  condition,
  ContinueAsNew,
  continueAsNew,
  isCancellation,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { activityProxies } from './activity-proxies.js';
import {
  progressQuery,
  requestUpdate,
  searchAttributes,
  type RunOutcome,
  type SyncHistoryInput,
  type SyncHistoryResult,
  type SyncJob,
  type SyncProgress,
} from './contract.js';
import { markSubjects } from './mark-subjects.js';
import { Requests } from './requests.js';
import { applicationFailureOf, endingOf, undisturbed, type Ending } from './run-ending.js';

/** Pages of 250 plays per activity: a resumable piece of some ten seconds. */
const pagesAtOnce = 20;
/** Different items matched per activity. */
const itemsAtOnce = 1000;
/** Subjects asked for at once. */
const subjectsAtOnce = 200;
/** From so many subjects on, one paged read of all collections is cheaper than asking for each. */
const manySubjects = 8;

type Run = SyncJob & { readonly runId: string; readonly userId: string };

/**
 * Brings a person's Trakt history to Bangumi: open → read to the end → match → mark subject by subject → close with a certificate.
 * One workflow per person; whoever asks meanwhile joins or queues. Plays stay in Postgres, only ids travel.
 */
export async function syncHistory({ userId, jobs }: SyncHistoryInput): Promise<SyncHistoryResult> {
  const requests = new Requests(jobs);
  const runs: RunOutcome[] = [];
  let progress = idle();
  const show = (news: Partial<SyncProgress>): void => {
    progress = { ...progress, ...news };
    setCurrentDetails(describe(progress));
  };
  setHandler(progressQuery, () => ({
    ...progress,
    queued: requests.waiting.length,
    queuedRuns: requests.waiting.map(({ runId }) => runId),
  }));
  setHandler(requestUpdate, (request) => requests.add(request));

  // Started together with an update, the request arrives right behind the start.
  await condition(() => requests.underWay !== undefined, '30 seconds');
  for (let job = requests.underWay; job !== undefined; job = requests.underWay) {
    show({ ...idle(), runId: job.runId, mode: job.mode, phase: 'opening' });
    const goOn = async (): Promise<never> => {
      await condition(allHandlersFinished);
      return continueAsNew<typeof syncHistory>({
        userId,
        jobs: [job, ...requests.waiting],
      });
    };
    const closing = (): void => {
      requests.close();
      show({ phase: 'closing' });
    };
    runs.push(await syncOnce({ ...job, userId }, { show, goOn, closing }));
    requests.finish();
  }
  show({ phase: 'done' });
  await condition(allHandlersFinished);
  return { runs };
}

interface Telling {
  readonly show: (news: Partial<SyncProgress>) => void;
  /** Goes on in a fresh execution, before this one's history grows too long. */
  readonly goOn: () => Promise<never>;
  /** The run's work is over: nobody joins it any more. */
  readonly closing: () => void;
}

/** One run from opening to certificate. However it is stopped, it is closed; a cancellation is then passed on. */
async function syncOnce(run: Run, telling: Telling): Promise<RunOutcome> {
  let ending = undisturbed;
  let cancelled: { readonly error: unknown } | undefined;
  try {
    const opened = await openAndRead(run, telling);
    if (opened === 'nothing') ending = { ...undisturbed, stoppedBy: 'unchanged' };
    else {
      await match(run, telling);
      await mark(run, telling);
    }
  } catch (error) {
    if (error instanceof ContinueAsNew) throw error;
    ending = endingOf(error);
    if (isCancellation(error)) cancelled = { error };
  }
  telling.closing();
  const outcome = await CancellationScope.nonCancellable(() => close(run, ending));
  if (cancelled !== undefined) throw cancelled.error;
  return outcome;
}

async function openAndRead(run: Run, { show, goOn }: Telling): Promise<'work' | 'nothing'> {
  const { db, trakt } = activityProxies();
  const { userId, runId, mode, trigger, requestId } = run;
  const opened = await trakt.openRun.executeWithOptions({ summary: `${mode} run` }, [
    { userId, runId, mode, trigger, requestId },
  ]);
  if (opened.next !== 'read') return opened.next;
  const { readId } = opened;
  show({ phase: 'reading' });
  try {
    let walked = false;
    while (!walked) {
      if (workflowInfo().continueAsNewSuggested) await goOn();
      const read = await trakt.readPages({ userId, runId, readId, maxPages: pagesAtOnce });
      show({ pages: { done: read.page, total: read.pageCount } });
      walked = read.walked;
    }
  } catch (error) {
    if (applicationFailureOf(error)?.type === 'torn-read') await db.abandonRead({ readId });
    throw error;
  }
  await db.closeRead({ readId });
  return 'work';
}

async function match(run: Run, { show, goOn }: Telling): Promise<void> {
  const { db, bangumi } = activityProxies();
  const { userId, runId } = run;
  const { items } = await db.countWaiting({ userId });
  show({ phase: 'matching', items: { matched: 0, total: items } });
  let remaining = items;
  while (remaining > 0) {
    if (workflowInfo().continueAsNewSuggested) await goOn();
    const matched = await bangumi.matchPlays({ userId, runId, limit: itemsAtOnce });
    remaining = matched.remaining;
    show({ items: { matched: items - remaining, total: items } });
  }
}

async function mark(run: Run, { show, goOn }: Telling): Promise<void> {
  const { db, bangumi, mark: marking } = activityProxies();
  const { userId, runId } = run;
  const { subjects: total } = await db.countWaiting({ userId });
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
      park: async (subjectId) => {
        await db.parkSubject({ userId, runId, subjectId });
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
  const { userId, runId } = run;
  const { status } = await db.closeRun({ userId, runId, ...ending });
  upsertSearchAttributes([{ key: searchAttributes.outcome, value: status }]);
  return { runId, status };
}

const idle = (): SyncProgress => ({
  runId: null,
  mode: null,
  phase: 'waiting',
  pages: { done: 0, total: 0 },
  items: { matched: 0, total: 0 },
  subjects: { done: 0, total: 0 },
  queued: 0,
  queuedRuns: [],
});

const describe = ({ phase, pages, items, subjects }: SyncProgress): string =>
  `${phase} · pages ${pages.done}/${pages.total} · items ${items.matched}/${items.total} · subjects ${subjects.done}/${subjects.total}`;
