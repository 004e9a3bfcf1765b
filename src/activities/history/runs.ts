import type { Opened, RunEnding, RunStart } from '../../areas/history/index.js';
import { thisExecution } from './this-execution.js';
import { createWithinRun, type HistoryActivitiesDeps, type OfRun } from './within-run.js';

export type { Opened } from '../../areas/history/index.js';

/** How a run was asked for. */
type Asked = Pick<RunStart, 'mode' | 'trigger' | 'requestId'>;

/** A run's ending as it travels: times as text. */
export type EndRun = Omit<RunEnding, 'retryAt'> & {
  readonly retryAt: string | null;
  /** Set for a run that may never have been opened. */
  readonly asked?: Asked | undefined;
};

/** A run's beginning and end. */
export function createRunActivities(deps: HistoryActivitiesDeps) {
  const { history } = deps;
  const { within } = createWithinRun(deps);

  return {
    async openRun(run: OfRun & Asked): Promise<Opened> {
      return within(run, ({ options }) => history.openRun(startOf(run), options));
    },

    /** For those who joined since the source was asked what is new. */
    async lookAgain(run: OfRun): Promise<Opened> {
      return within(run, ({ options }) => history.lookAgain(run, options));
    },

    async closeRun({ retryAt, asked, ...ending }: EndRun): Promise<{ status: string }> {
      if (asked !== undefined) await history.recordRun(startOf({ ...ending, ...asked }));
      const { status } = await history.closeRun({
        ...ending,
        retryAt: retryAt === null ? null : new Date(retryAt),
      });
      return { status };
    },
  };
}

const startOf = ({ runId, userId, mode, trigger, requestId }: OfRun & Asked): RunStart => ({
  id: runId,
  userId,
  mode,
  trigger,
  requestId,
  ...thisExecution(),
});
