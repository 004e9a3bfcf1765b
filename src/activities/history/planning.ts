import type { OpenedPlan, PlanEnding, PlanStart } from '../../areas/history/index.js';
import { thisExecution } from './this-execution.js';
import { createWithinRun, type HistoryActivitiesDeps } from './within-run.js';

export interface OfPlan {
  readonly userId: string;
  readonly planId: string;
}

type Asked = Pick<PlanStart, 'mode' | 'trigger' | 'requestId'>;

/** A dry run's ending as it travels: times as text. */
export type EndPlan = Omit<PlanEnding, 'retryAt'> & {
  readonly retryAt: string | null;
  /** It may have been stopped before it was opened. */
  readonly asked: Asked;
};

/** How much of a dry run there is to be done. */
interface GatheredPlan {
  readonly total: number;
  readonly undecided: number;
  /** Plays that are gone. Those of the first release did not look at them. */
  readonly removals?: number;
}

/** A dry run. Its requests are counted to it as those of a run are. */
export function createPlanningActivities(deps: HistoryActivitiesDeps) {
  const { planning } = deps.history;
  const { within } = createWithinRun(deps);
  const runOf = ({ userId, planId }: OfPlan) => ({ userId, runId: planId });

  return {
    async openPlan(plan: OfPlan & Asked): Promise<OpenedPlan> {
      return within(runOf(plan), ({ options }) => planning.openPlan(startOf(plan), options));
    },

    gatherPlan: (plan: OfPlan & Pick<Asked, 'mode'>): Promise<GatheredPlan> =>
      planning.gather(plan),

    async matchPlan(plan: OfPlan & { readonly limit: number }) {
      return within(runOf(plan), ({ options }) => planning.matchItems(plan, options));
    },

    countPlanSubjects: ({ planId }: OfPlan) => planning.countSubjects(planId),

    async readPlanCollections(plan: OfPlan): Promise<void> {
      return within(runOf(plan), ({ options }) => planning.readCollections(plan, options));
    },

    async planSubjects(plan: OfPlan & { readonly limit: number }) {
      return within(runOf(plan), ({ options }) => planning.planSubjects(plan, options));
    },

    async planRemovals(plan: OfPlan & { readonly limit: number }) {
      return within(runOf(plan), ({ options }) => planning.planRemovals(plan, options));
    },

    async closePlan({ retryAt, asked, ...ending }: EndPlan): Promise<{ status: string }> {
      await planning.open(startOf({ ...ending, ...asked }), deps.clock.now());
      return planning.closePlan({
        ...ending,
        retryAt: retryAt === null ? null : new Date(retryAt),
      });
    },
  };
}

const startOf = ({ planId, userId, mode, trigger, requestId }: OfPlan & Asked): PlanStart => ({
  id: planId,
  userId,
  mode,
  trigger,
  requestId,
  ...thisExecution(),
});
