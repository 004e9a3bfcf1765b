import type { RequestCount, TickDecision } from '../../areas/history/index.js';
import { runSafely } from '../run-safely.js';
import { createWithinRun, type HistoryActivitiesDeps, type OfRun } from './within-run.js';

export interface DecideTick extends OfRun {
  readonly scheduleId: string;
  /** RFC 3339. */
  readonly scheduledAt: string;
}

export interface RecordTick {
  readonly scheduleId: string;
  readonly scheduledAt: string;
  readonly outcome: 'ran' | 'joined' | 'unchanged' | 'skipped';
  readonly why: string | null;
}

/** A due time of a Schedule. */
export function createTickActivities(deps: HistoryActivitiesDeps) {
  const { history, clock, retryPace } = deps;
  const { mendingConnection } = createWithinRun(deps);

  return {
    /**
     * Whether a due time needs a run. What needs none is recorded here, so that an unchanged tick is one activity; its request is
     * counted to the run it leads to, if any.
     */
    async decideTick(tick: DecideTick): Promise<TickDecision> {
      let leadsToRun = false;
      const onRequests = async (used: readonly RequestCount[]): Promise<void> => {
        if (leadsToRun) await history.runs.addRequests(tick.runId, used);
      };
      return runSafely({ clock, retryPace, onRequests }, async ({ options }) => {
        const decision = await mendingConnection(tick.userId, () =>
          history.decideTick(tick.userId, options),
        );
        leadsToRun = decision.kind === 'run' || decision.kind === 'plan';
        if (decision.kind === 'unchanged' || decision.kind === 'skipped') {
          await history.ticks.record({
            scheduleId: tick.scheduleId,
            scheduledAt: new Date(tick.scheduledAt),
            outcome: decision.kind,
            why: decision.kind === 'skipped' ? decision.why : null,
          });
        }
        return decision;
      });
    },

    async recordTick({ scheduledAt, ...tick }: RecordTick): Promise<void> {
      await history.ticks.record({ ...tick, scheduledAt: new Date(scheduledAt) });
    },
  };
}
