import type { CallOptions } from '../../../upstream/http/index.js';
import type { Page, PageWish } from '../../../platform/lib/page-cursor.js';
import { accessToDecide } from '../decide-items.js';
import { readCollections } from '../marking/read-collections.js';
import type { SyncMode } from '../run.js';
import type { PlannedRemoval } from '../removals/planned-removal.js';
import { cleanUpPlans, type PlansPolicy } from './clean-up-plans.js';
import { closePlan, type ClosePlanDeps, type PlanEnding } from './close-plan.js';
import { gatherItems } from './gather-items.js';
import { numberBefore, toNumberedPage } from './numbered-page.js';
import { matchItems } from './match-items.js';
import { movedSincePlanned, openPlan, type OpenPlanDeps } from './open-plan.js';
import type { PlanView } from './plan.js';
import type { PlanStart } from './plan-store.js';
import { planSubjects, type PlanSubjectsDeps } from './plan-subjects.js';
import { planRemovals, type PlanRemovalsDeps } from '../removals/plan-removals.js';

export interface PlanningDeps
  extends OpenPlanDeps, PlanSubjectsDeps, PlanRemovalsDeps, ClosePlanDeps {
  readonly idMapVersion: () => string;
}

interface OfPlan {
  readonly userId: string;
  readonly planId: string;
}

/** The steps of a dry run. Each is safe to repeat, and writes neither to Bangumi nor into the ledger. */
export const createPlanning = (deps: PlanningDeps) => ({
  ...deps.plans,

  moved: (userId: string, options: CallOptions) => movedSincePlanned(deps, userId, options),

  openPlan: (plan: PlanStart, options: CallOptions) => openPlan(deps, plan, options),

  /** From what was read and what waits; answers how much there is to be done, and how many plays are gone. */
  async gather({ userId, planId, mode }: OfPlan & { readonly mode: SyncMode }) {
    const moment = {
      userId,
      now: deps.clock.now(),
      idMapVersion: deps.idMapVersion(),
      evenRefused: mode === 'full',
    };
    const settings = await deps.settings.read(userId);
    await gatherItems(deps.db, { planId, moment, settings });
    const removals = await deps.planned.countPlanned(planId);
    return { ...(await deps.plans.countItems(planId)), removals };
  },

  async matchItems(
    { userId, ...request }: OfPlan & { readonly limit: number },
    options: CallOptions,
  ) {
    const access = await accessToDecide(deps.connections, userId);
    return matchItems(deps, { ...request, userId, ...access, options });
  },

  readCollections: ({ userId, planId }: OfPlan, options: CallOptions) =>
    readCollections(deps, { userId, runId: planId }, options),

  planSubjects: (request: OfPlan & { readonly limit: number }, options: CallOptions) =>
    planSubjects(deps, { ...request, options }),

  planRemovals: (request: OfPlan & { readonly limit: number }, options: CallOptions) =>
    planRemovals(deps, { ...request, options }),

  /** Plays that are gone, by subject and episode. Throws InputError for a cursor that is not ours. */
  async removals(planId: string, { limit, cursor }: PageWish): Promise<Page<PlannedRemoval>> {
    const after = numberBefore(cursor);
    const rows = await deps.planned.listPlanned(planId, { after, limit: limit + 1 });
    return toNumberedPage(rows, limit, ({ position }) => position);
  },

  closePlan: (ending: PlanEnding) => closePlan(deps, ending),

  cleanUp: (policy: PlansPolicy) => cleanUpPlans(deps.db, policy),

  /** What starting another one needs to know and do. */
  forCommands: {
    findRunning: (userId: string, mode: PlanView['mode']) => deps.plans.findRunning(userId, mode),
    record: (plan: PlanStart) => deps.plans.open(plan, deps.clock.now()),
    closeForsaken: ({ userId, id }: PlanView) =>
      closePlan(deps, {
        userId,
        planId: id,
        stoppedBy: 'failed',
        advice: 'Its workflow was ended from outside; ask again.',
        retryAt: null,
      }),
  },
});
