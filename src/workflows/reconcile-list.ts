import {
  allHandlersFinished,
  CancellationScope,
  condition,
  isCancellation,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { WantedPart } from '../areas/lists/index.js';
import { activityProxies } from './activity-proxies.js';
import {
  listRequestUpdate,
  searchAttributes,
  type ListJob,
  type ReconcileListInput,
  type ReconcileListResult,
  type RunOutcome,
} from './contract.js';
import { gatherListFacts } from './gather-list-facts.js';
import {
  asIntended,
  cancelledList,
  differs,
  endingOfList,
  refused,
  unlinked,
  asksFirst,
  type ListEnding,
} from './list-ending.js';
import { ListRequests } from './list-requests.js';

interface Run extends ListJob {
  readonly userId: string;
  readonly listId: string;
}

/** Looks at Trakt in one run: add and remove, then the order of what is new, then what came of it. */
const rounds = 4;

/** Waits for Trakt to show what was written, before a run gives up. */
const mostWaits = 12;

/**
 * Brings a list to Trakt: know what it holds → find or make it there → hold both against each other → write → look again. One workflow per
 * list; whoever asks meanwhile joins or queues. Items stay in Postgres, only ids travel.
 */
export async function reconcileList({
  userId,
  listId,
  jobs,
}: ReconcileListInput): Promise<ReconcileListResult> {
  const requests = new ListRequests(jobs);
  const runs: RunOutcome[] = [];
  setHandler(listRequestUpdate, (request) => requests.add(request));
  // Started together with an update, the request arrives right behind the start.
  await condition(() => requests.underWay !== undefined, '30 seconds');
  try {
    for (let job = requests.underWay; job !== undefined; job = requests.underWay) {
      runs.push(await reconcileOnce({ ...job, userId, listId }, requests));
      requests.finish();
    }
  } catch (error) {
    if (isCancellation(error))
      await CancellationScope.nonCancellable(async () => {
        for (const job of requests.waiting) await closeUnbegun({ ...job, userId, listId });
        await condition(allHandlersFinished);
      });
    throw error;
  }
  await condition(allHandlersFinished);
  return { runs };
}

/** One run from opening to its record. However it is stopped, it is closed; a cancellation is then passed on. */
async function reconcileOnce(run: Run, requests: ListRequests): Promise<RunOutcome> {
  let ending: ListEnding;
  let cancelled: { readonly error: unknown } | undefined;
  try {
    ending = await reconcile(run, requests);
  } catch (error) {
    ending = endingOfList(error);
    if (isCancellation(error)) cancelled = { error };
  }
  requests.workedOut();
  const outcome = await CancellationScope.nonCancellable(() => close(run, ending));
  if (cancelled !== undefined) throw cancelled.error;
  return outcome;
}

async function reconcile(run: Run, requests: ListRequests): Promise<ListEnding> {
  const { db, trakt } = activityProxies();
  const of = ofRun(run);
  setCurrentDetails('opening');
  const opened = await db.openListRun({ ...run });
  if (opened.kind === 'gone') return asIntended;
  if (opened.kind === 'unlinked') return unlinked('before');
  if (opened.takesOver) await trakt.takeOverList(of);
  setCurrentDetails('asking what is known');
  const trouble = await gather(of, opened);
  // What is known is kept here in any case; Trakt is second.
  requests.workedOut();
  await db.evaluateList(of);
  return trouble ?? bringToTrakt(run);
}

/** What stood in the way of knowing everything. */
async function gather(
  of: ReturnType<typeof ofRun>,
  needs: { readonly collection: boolean; readonly seasons: boolean },
): Promise<ListEnding | undefined> {
  try {
    await gatherListFacts(of, needs);
    return undefined;
  } catch (error) {
    if (isCancellation(error)) throw error;
    return endingOfList(error);
  }
}

async function bringToTrakt(run: Run): Promise<ListEnding> {
  const { list } = activityProxies();
  setCurrentDetails('looking at Trakt');
  for (let waits = 0; waits < mostWaits; waits += 1) {
    const prepared = await list.prepareList(ofRun(run));
    if (prepared.kind === 'gone') return asIntended;
    if (prepared.kind === 'unlinked') return unlinked(prepared.why);
    if (prepared.kind === 'refused') return refused(prepared);
    if (prepared.kind === 'ready') {
      const brought = await reconcileParts(run, prepared.parts);
      if (brought.kind === 'ended') return brought.ending;
      await sleep(brought.ms);
    } else await sleep(prepared.ms);
  }
  return differs(['items']);
}

type Brought =
  | { readonly kind: 'ended'; readonly ending: ListEnding }
  | { readonly kind: 'gone'; readonly ms: number };

async function reconcileParts(run: Run, parts: readonly WantedPart[]): Promise<Brought> {
  const { list } = activityProxies();
  const also = parts.flatMap((part) => part.also);
  let open = parts;
  for (let round = 1; open.length > 0; round += 1) {
    setCurrentDetails(`round ${round}: ${open.length} lists`);
    const written: WantedPart[] = [];
    let wait = 0;
    for (const part of open) {
      const isLast = round === rounds;
      const looked = await list.reconcileListPart({ ...ofRun(run), part, isLast });
      if (looked.kind === 'gone') return looked;
      if (looked.kind === 'asks') return { kind: 'ended', ending: asksFirst(looked) };
      if (looked.kind === 'differs') return { kind: 'ended', ending: differs(looked.what) };
      if (looked.kind === 'shown') continue;
      written.push(part);
      wait = Math.max(wait, looked.ms);
    }
    open = written;
    if (wait > 0) await sleep(wait);
  }
  return { kind: 'ended', ending: also.length === 0 ? asIntended : copies(also) };
}

const copies = (also: readonly number[]): ListEnding => ({
  ...asIntended,
  advice: `Trakt has copies of the list, which were left alone: ${also.join(', ')}. Delete them there if you do not want them.`,
});

async function closeUnbegun(run: Run): Promise<void> {
  await activityProxies().db.openListRun({ ...run });
  await close(run, cancelledList);
}

const ofRun = ({ userId, listId, runId }: Run) => ({ userId, listId, runId });

async function close(run: Run, ending: ListEnding): Promise<RunOutcome> {
  const { status } = await activityProxies().db.closeListRun({ ...ofRun(run), ...ending });
  upsertSearchAttributes([{ key: searchAttributes.outcome, value: status }]);
  return { runId: run.runId, status };
}
