import { Context } from '@temporalio/activity';
import type { Opened, RunEnding, RunStart } from '../../areas/history/index.js';
import { createWithinRun, type HistoryActivitiesDeps, type OfRun } from './within-run.js';

/** A run's ending as it travels: times as text. */
export type EndRun = Omit<RunEnding, 'retryAt'> & { readonly retryAt: string | null };

/** A run's beginning and end. */
export function createRunActivities(deps: HistoryActivitiesDeps) {
  const { history } = deps;
  const { within } = createWithinRun(deps);

  return {
    async openRun(run: OfRun & Pick<RunStart, 'mode' | 'trigger' | 'requestId'>): Promise<Opened> {
      const { workflowExecution } = Context.current().info;
      const { runId, ...rest } = run;
      return within(run, ({ options }) =>
        history.openRun(
          {
            ...rest,
            id: runId,
            workflowId: workflowExecution?.workflowId ?? '',
            workflowRunId: workflowExecution?.runId ?? '',
          },
          options,
        ),
      );
    },

    async closeRun({ retryAt, ...ending }: EndRun): Promise<{ status: string }> {
      const { status } = await history.closeRun({
        ...ending,
        retryAt: retryAt === null ? null : new Date(retryAt),
      });
      return { status };
    },
  };
}
