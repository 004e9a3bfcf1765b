import type { CallOptions } from '../../../upstream/http/index.js';
import { accessToDecide } from '../decide-items.js';
import { readCollections } from '../marking/read-collections.js';
import type { SyncMode } from '../run.js';
import { closePlan, type ClosePlanDeps, type PlanEnding } from './close-plan.js';
import { gatherItems } from './gather-items.js';
import { matchItems } from './match-items.js';
import { movedSincePlanned, openPlan, type OpenPlanDeps } from './open-plan.js';
import type { PlanView } from './plan.js';
import type { PlanStart } from './plan-store.js';
import { planSubjects, type PlanSubjectsDeps } from './plan-subjects.js';

export interface PlanningDeps extends OpenPlanDeps, PlanSubjectsDeps, ClosePlanDeps {
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

  /** From what was read and what waits; answers how much there is to be done. */
  async gather({ userId, planId, mode }: OfPlan & { readonly mode: SyncMode }) {
    const moment = {
      userId,
      now: deps.clock.now(),
      idMapVersion: deps.idMapVersion(),
      evenRefused: mode === 'full',
    };
    const settings = await deps.settings.read(userId);
    await gatherItems(deps.db, { planId, moment, settings });
    return deps.plans.countItems(planId);
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

  closePlan: (ending: PlanEnding) => closePlan(deps, ending),

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
