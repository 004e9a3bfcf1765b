import type { Activities } from '../../../src/activities/index.js';

const done = () => Promise.resolve();

/**
 * Activities that tell the workflows a short story: something is new, two pages, three items, ten subjects, all proven.
 * A scenario replaces what it wants to be different.
 */
export function scriptedActivities(changes: Partial<Activities>): Activities {
  let pages = 0;
  return {
    decideTick: () => Promise.resolve({ kind: 'run' }),
    recordTick: done,
    openJobRun: done,
    closeJobRun: done,
    runJob: () => Promise.resolve({ unchanged: 3, failed: 0 }),
    openRun: () => Promise.resolve({ next: 'read', readId: 'read-1' }),
    lookAgain: () => Promise.resolve({ next: 'nothing' }),
    readPages: () => {
      pages += 1;
      return Promise.resolve({ walked: pages >= 2, page: pages, pageCount: 2 });
    },
    abandonRead: done,
    closeRead: done,
    countWaiting: () => Promise.resolve({ items: 3, subjects: 10 }),
    matchPlays: () => Promise.resolve({ matched: 3, remaining: 0 }),
    readCollections: done,
    subjectsToMark: ({ after }) =>
      Promise.resolve(after === 0 ? Array.from({ length: 10 }, (_, index) => index + 1) : []),
    markSubject: done,
    parkSubject: done,
    openUndo: done,
    decideRemovals: () => Promise.resolve({ due: 0 }),
    subjectsToTakeBack: ({ after }) => Promise.resolve(after === 0 ? [1, 2] : []),
    takeBack: done,
    readLibrary: () => Promise.resolve({ walked: true }),
    gatherWishes: () => Promise.resolve({ seen: 2, subjects: 5 }),
    placeWishes: () => Promise.resolve({ remaining: 0 }),
    subjectsToSettle: ({ after }) => Promise.resolve(after === 0 ? [1, 2, 3, 4, 5] : []),
    settleWishes: done,
    parkWishes: done,
    gatherPlanWishes: () => Promise.resolve({ seen: 2, subjects: 5 }),
    placePlanWishes: () => Promise.resolve({ remaining: 0 }),
    lookAtWishes: () => Promise.resolve({ remaining: 0 }),
    closeRun: ({ stoppedBy }) => Promise.resolve({ status: stoppedBy ?? 'success' }),
    openPlan: () => Promise.resolve({ readId: 'read-1' }),
    gatherPlan: () => Promise.resolve({ total: 3, undecided: 3 }),
    matchPlan: () => Promise.resolve({ remaining: 0 }),
    countPlanSubjects: () => Promise.resolve({ total: 10, open: 10 }),
    readPlanCollections: done,
    planSubjects: () => Promise.resolve({ remaining: 0 }),
    planRemovals: () => Promise.resolve({ remaining: 0 }),
    closePlan: ({ stoppedBy }) => Promise.resolve({ status: stoppedBy ?? 'success' }),
    readImport: () => Promise.resolve({ isRead: true }),
    gatherImportTitles: () => Promise.resolve({ waiting: 50 }),
    lookUpImportTitles: () => Promise.resolve({ waiting: 0 }),
    applyImport: () => Promise.resolve({ kind: 'taken-in', added: 3, joined: 2, known: 1 }),
    syncAfterImport: done,
    closeImport: ({ status }) => Promise.resolve({ status }),
    dueLists: () => Promise.resolve({ listIds: ['list-1', 'list-2'] }),
    decideListsTick: () => Promise.resolve({ skip: null }),
    openListRun: () =>
      Promise.resolve({ kind: 'go', collection: true, seasons: true, takesOver: false }),
    readListCollection: () => Promise.resolve({ complete: true }),
    readListLibrary: () => Promise.resolve({ complete: true }),
    placeListSubjects: () => Promise.resolve({ waiting: 0 }),
    takeOverList: done,
    evaluateList: () => Promise.resolve({ items: 3 }),
    prepareList: () =>
      Promise.resolve({
        kind: 'ready',
        parts: [{ part: 1, parts: 1, traktListId: 7, from: 0, to: 3, also: [] }],
      }),
    reconcileListPart: () => Promise.resolve({ kind: 'shown' }),
    closeListRun: ({ status }) => Promise.resolve({ status }),
    openListDeletion: done,
    deleteListOnTrakt: () => Promise.resolve({ kind: 'deleted', left: 0 }),
    tellListDeletion: done,
    pollDevice: () => Promise.resolve({ kind: 'over' }),
    deliverDue: () => Promise.resolve({ attempted: 0, nextDueInMs: null }),
    ...changes,
  };
}
