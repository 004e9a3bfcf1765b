import type { ListRunEnding, Lists, OfListRun, OfPartRun } from '../areas/lists/index.js';
import type { DeleteListInput, ListJob } from '../workflows/contract.js';
import { createWithinRun, thisExecution, type HistoryActivitiesDeps } from './history/index.js';

export interface ListActivitiesDeps extends HistoryActivitiesDeps {
  readonly lists: Pick<Lists, 'syncing' | 'facts'>;
}

/** A run's ending as it travels: times as text. */
export type EndListRun = Omit<ListRunEnding, 'retryAt'> & { readonly retryAt: string | null };

interface OfPerson {
  readonly userId: string;
  readonly runId: string;
}

/** Activities of lists. Each is one step of the area, and says there why it is safe to run twice. */
export function createListActivities(deps: ListActivitiesDeps) {
  const { syncing, facts } = deps.lists;
  const { within } = createWithinRun(deps);

  return {
    async dueLists({ userId }: { readonly userId: string }) {
      return { listIds: await syncing.due(userId) };
    },

    /** Why a due time of a person's lists needs no run; null: it does. */
    async decideListsTick({ userId }: { readonly userId: string }) {
      return { skip: await syncing.whyNotNow(userId) };
    },

    openListRun: (run: ListJob & OfListRun) =>
      syncing.open({
        id: run.runId,
        listId: run.listId,
        userId: run.userId,
        kind: 'reconcile',
        trigger: run.trigger,
        requestId: run.requestId,
        allowsRemovals: run.allowsRemovals,
        relink: run.relink,
        ...thisExecution(),
      }),

    readListCollection: (
      request: OfPerson & { readonly freshMs: number; readonly maxPages: number },
    ) => within(request, ({ options }) => facts.readCollection(request, options)),

    readListLibrary: (request: OfPerson & { readonly maxPages: number }) =>
      within(request, ({ options }) => facts.readLibrary(request, options)),

    placeListSubjects: (
      request: OfPerson & { readonly limit: number; readonly seasons: boolean },
    ) => within(request, ({ options }) => facts.placeSubjects(request, options)),

    takeOverList: (of: OfListRun): Promise<void> =>
      within(of, ({ options }) => syncing.takeOver(of, options)),

    evaluateList: (of: OfListRun) => syncing.evaluate(of),

    prepareList: (of: OfListRun) => within(of, ({ options }) => syncing.prepare(of, options)),

    reconcileListPart: (of: OfPartRun) =>
      within(of, ({ options }) => syncing.reconcile(of, options)),

    closeListRun: ({ retryAt, ...ending }: EndListRun) =>
      syncing.close({ ...ending, retryAt: retryAt === null ? null : new Date(retryAt) }),

    openListDeletion: ({ userId, listId, runId }: DeleteListInput): Promise<void> =>
      syncing.openDeletion({
        id: runId,
        listId,
        userId,
        kind: 'delete',
        trigger: 'manual',
        requestId: null,
        allowsRemovals: true,
        ...thisExecution(),
      }),

    deleteListOnTrakt: (of: OfListRun) =>
      within(of, ({ options }) => syncing.deleteOnTrakt(of, options)),

    tellListDeletion: (of: OfListRun & { readonly advice: string }): Promise<void> =>
      syncing.tellDeletion(of),
  };
}
