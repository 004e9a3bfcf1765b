import { Context } from '@temporalio/activity';
import type { SyncMode } from '../../areas/history/index.js';
import type { OfPlan } from './planning.js';
import { createWithinRun, type HistoryActivitiesDeps, type OfRun } from './within-run.js';

type OfSubject = OfRun & { readonly subjectId: number };

/** Ratings, states and completions. */
export function createCarryingActivities(deps: HistoryActivitiesDeps) {
  const { carrying } = deps.history;
  const { within } = createWithinRun(deps);

  return {
    async readLibrary(request: OfRun & { readonly maxPages: number }) {
      const onPage = (): void => {
        Context.current().heartbeat();
      };
      return within(request, ({ options }) => carrying.readLibrary(request, onPage, options));
    },

    gatherWishes: (run: OfRun & { readonly mode: SyncMode }) => carrying.gather(run),

    async placeWishes(request: OfRun & { readonly limit: number }) {
      return within(request, ({ options }) => carrying.place(request, options));
    },

    subjectsToSettle: ({
      userId,
      ...page
    }: {
      readonly userId: string;
      readonly after: number;
      readonly limit: number;
    }) => carrying.subjects(userId, page),

    async settleWishes(request: OfSubject): Promise<void> {
      return within(request, ({ options }) => carrying.settle(request, options));
    },

    /** The same for a dry run, on rows of its own. */
    gatherPlanWishes: (plan: OfPlan & { readonly mode: SyncMode }) => carrying.gatherPlan(plan),

    async placePlanWishes({ userId, planId, limit }: OfPlan & { readonly limit: number }) {
      return within({ userId, runId: planId }, ({ options }) =>
        carrying.placePlan({ userId, planId, limit }, options),
      );
    },

    async lookAtWishes({ userId, planId, limit }: OfPlan & { readonly limit: number }) {
      return within({ userId, runId: planId }, ({ options }) =>
        carrying.look({ userId, planId, limit }, options),
      );
    },

    parkWishes: (
      request: OfSubject & { readonly reason: 'refused' | 'upstream-down' },
    ): Promise<void> => carrying.park(request),
  };
}
