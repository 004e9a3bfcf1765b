import type { CallOptions } from '../../../upstream/http/index.js';
import { toWanted } from '../reconcile/to-wanted.js';
import type { ListRunStart } from '../stores/run-store.js';
import { closeListRun, type CloseListRunDeps, type ListRunEnding } from './close-list-run.js';
import { deleteOnTrakt } from './delete-list.js';
import type { OfListRun } from './list-access.js';
import { openListRun, type OpenedListRun, type OpeningListRun } from './open-list-run.js';
import { prepareList, type Prepared, type WantedPart } from './prepare-list.js';
import { reconcilePart, type ReconciledPart } from './reconcile-part.js';
import { takeOver, type TakeOverDeps } from './take-over.js';
import { workOut, type WorkingOutDeps } from './working-out.js';

export type ListSyncingDeps = TakeOverDeps & WorkingOutDeps & CloseListRunDeps;

export interface OfPartRun extends OfListRun {
  readonly part: WantedPart;
  readonly isLast: boolean;
}

/** The steps of bringing a list to Trakt, and of taking it away there; each is safe to repeat, and says there why. */
export const createListSyncing = (deps: ListSyncingDeps) => ({
  ...createKnowing(deps),
  ...createBringing(deps),
  ...createDeleting(deps),
  close: (ending: ListRunEnding) => closeListRun(deps, ending),
});

function createKnowing(deps: ListSyncingDeps) {
  const { lists, items, runs, clock } = deps;
  const due = async (userId: string): Promise<readonly string[]> =>
    (await lists.all(userId)).filter(({ enabled }) => enabled).map(({ id }) => id);
  return {
    /** Lists of a person that keep themselves. */
    due,

    /** Why there is nothing to do for a person's lists now; null: there is. */
    async whyNotNow(userId: string): Promise<'no-lists' | 'rate-limited' | null> {
      if ((await due(userId)).length === 0) return 'no-lists';
      return (await runs.isWaiting(userId, clock.now())) ? 'rate-limited' : null;
    },

    open: (run: OpeningListRun): Promise<OpenedListRun> => openListRun(deps, run),

    async takeOver({ userId, listId }: OfListRun, options: CallOptions): Promise<void> {
      const list = await lists.find(userId, listId);
      if (list !== undefined) await takeOver(deps, { userId, list }, options);
    },

    /** What the list holds now is kept, whatever becomes of Trakt's side. */
    async evaluate({ userId, listId }: OfListRun): Promise<{ readonly items: number }> {
      const list = await lists.find(userId, listId);
      if (list === undefined) return { items: 0 };
      const now = clock.now();
      const { evaluation, texts } = await workOut(deps, userId, list);
      const toTexts = (changedAt: Date | null) => texts(list, changedAt ?? list.changedAt ?? now);
      await items.replace({ listId, items: evaluation.items, texts: toTexts }, now);
      return { items: evaluation.items.length };
    },
  };
}

function createBringing(deps: ListSyncingDeps) {
  const { lists, runs, items } = deps;
  const keptOf = async ({ userId, listId }: OfListRun) => {
    const list = await lists.find(userId, listId);
    if (list === undefined) throw new Error(`There is no list ${listId}.`);
    const { title, name, ownText } = list;
    const { wanted } = toWanted(await items.keys(listId));
    return { list, texts: { name: title ?? name, description: ownText ?? '' }, wanted };
  };
  return {
    async prepare(of: OfListRun, options: CallOptions): Promise<Prepared> {
      const { wanted, ...kept } = await keptOf(of);
      return prepareList(deps, { ...of, ...kept, wanted: wanted.length }, options);
    },

    async reconcile(
      { part, isLast, ...of }: OfPartRun,
      options: CallOptions,
    ): Promise<ReconciledPart> {
      const run = await runs.find(of.userId, of.runId);
      const allowsRemovals = run?.allowsRemovals ?? false;
      const work = { ...of, ...(await keptOf(of)), part, isLast, allowsRemovals };
      return reconcilePart(deps, work, options);
    },
  };
}

function createDeleting(deps: ListSyncingDeps) {
  const { lists, runs, clock } = deps;
  return {
    openDeletion: (run: ListRunStart): Promise<void> => runs.open(run, clock.now()),

    deleteOnTrakt: (of: OfListRun, options: CallOptions) => deleteOnTrakt(deps, of, options),

    /** It could not be deleted on Trakt yet. */
    async tellDeletion({ listId, advice }: OfListRun & { readonly advice: string }): Promise<void> {
      await lists.stand(listId, { standing: 'deleting', advice }, clock.now());
    },
  };
}
