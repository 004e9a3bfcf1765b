import { workflowInfo } from '@temporalio/workflow';
import { activityProxies } from './activity-proxies.js';
import type { SyncMode, SyncProgress } from './contract.js';
import { markSubjects } from './mark-subjects.js';
import { itemsAtOnce, pagesAtOnce } from './pieces.js';

/**
 * 2026-11-30: ratings, states and completions follow the plays. Remove after the last run begun before that has ended (run limit:
 * 30 days).
 */
export const carriesLibrary = 'carries-library';

/** Subjects asked for at once. */
const subjectsAtOnce = 200;

export interface Carried {
  readonly userId: string;
  readonly runId: string;
  readonly mode: SyncMode;
}

interface Telling {
  readonly show: (news: Partial<SyncProgress>) => void;
  readonly goOn: () => Promise<never>;
}

/** Brings ratings and states to Bangumi: read what moved → gather what is wished → find subjects → settle them one by one. */
export async function carryLibrary(run: Carried, { show, goOn }: Telling): Promise<void> {
  const { db, trakt, bangumi, mark } = activityProxies();
  const { userId, runId, mode } = run;
  const afresh = async (): Promise<void> => {
    if (workflowInfo().continueAsNewSuggested) await goOn();
  };
  show({ phase: 'carrying', subjects: { done: 0, total: 0 } });
  let walked = false;
  while (!walked) {
    await afresh();
    ({ walked } = await trakt.readLibrary({ userId, runId, maxPages: pagesAtOnce }));
  }
  let wished = await db.gatherWishes({ userId, runId, mode });
  if (wished.seen > 0) {
    let remaining = wished.seen;
    while (remaining > 0) {
      await afresh();
      ({ remaining } = await bangumi.placeWishes({ userId, runId, limit: itemsAtOnce }));
    }
    // What a place on a list was found to be, its rating goes to as well.
    wished = await db.gatherWishes({ userId, runId, mode });
  }
  const { subjects: total } = wished;
  let done = 0;
  const tick = (): void => {
    done += 1;
    show({ subjects: { done, total } });
  };
  let subjectIds = await db.subjectsToSettle({ userId, after: 0, limit: subjectsAtOnce });
  while (subjectIds.length > 0) {
    await markSubjects(subjectIds, {
      mark: async (subjectId) => {
        await mark.settleWishes.executeWithOptions({ summary: `subject ${subjectId}` }, [
          { userId, runId, subjectId },
        ]);
        tick();
      },
      park: async (subjectId, reason) => {
        await db.parkWishes({ userId, runId, subjectId, reason });
        tick();
      },
    });
    await afresh();
    const after = subjectIds.at(-1) ?? 0;
    subjectIds = await db.subjectsToSettle({ userId, after, limit: subjectsAtOnce });
  }
}

export interface PlannedLibrary {
  readonly userId: string;
  readonly planId: string;
  readonly mode: SyncMode;
}

/** Subjects looked at per activity: two requests each, four at a time. */
const lookedAtOnce = 40;

/** The same for a dry run: nothing is written, and what is wished lies in rows of its own. */
export async function planLibrary(
  { userId, planId, mode }: PlannedLibrary,
  afresh: () => Promise<void>,
): Promise<void> {
  const { db, trakt, bangumi } = activityProxies();
  let walked = false;
  while (!walked) {
    await afresh();
    ({ walked } = await trakt.readLibrary({ userId, runId: planId, maxPages: pagesAtOnce }));
  }
  let wished = await db.gatherPlanWishes({ userId, planId, mode });
  if (wished.seen > 0) {
    let remaining = wished.seen;
    while (remaining > 0) {
      await afresh();
      ({ remaining } = await bangumi.placePlanWishes({ userId, planId, limit: itemsAtOnce }));
    }
    wished = await db.gatherPlanWishes({ userId, planId, mode });
  }
  let remaining = wished.subjects;
  while (remaining > 0) {
    await afresh();
    ({ remaining } = await bangumi.lookAtWishes({ userId, planId, limit: lookedAtOnce }));
  }
}
