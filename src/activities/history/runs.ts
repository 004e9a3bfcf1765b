import type {
  Opened,
  RunEnding,
  RunStart,
  SyncMode,
  TakingBack,
} from '../../areas/history/index.js';
import { thisExecution } from './this-execution.js';
import { createWithinRun, type HistoryActivitiesDeps, type OfRun } from './within-run.js';

export type { Opened } from '../../areas/history/index.js';

/** How a run was asked for. */
type Asked = Pick<RunStart, 'mode' | 'trigger' | 'requestId' | 'undoes'>;
type AskedSync = Omit<Asked, 'mode'> & { readonly mode: SyncMode };

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
    async openRun(run: OfRun & AskedSync): Promise<Opened> {
      return within(run, ({ options }) =>
        history.openRun({ ...startOf(run), mode: run.mode }, options),
      );
    },

    /** For those who joined since the source was asked what is new. */
    async lookAgain(run: OfRun): Promise<Opened> {
      return within(run, ({ options }) => history.lookAgain(run, options));
    },

    /** Safe to repeat: a run is opened once, and what was set again since is left once. */
    openUndo: ({ undoes, ...run }: OfRun & Asked & { readonly undoes: string }): Promise<void> =>
      history.openUndo({ ...startOf(run), undoes }),

    decideRemovals: (run: OfRun): Promise<{ due: number }> => history.decideRemovals(run),

    subjectsToTakeBack: ({
      userId,
      taking,
      ...page
    }: {
      readonly userId: string;
      readonly taking: TakingBack;
      readonly after: number;
      readonly limit: number;
    }) => history.subjectsToTakeBack({ userId, taking }, page),

    async takeBack(
      request: OfRun & { readonly subjectId: number; readonly taking: TakingBack },
    ): Promise<void> {
      return within(request, ({ options }) => history.takeBack(request, options));
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

const startOf = ({ runId, userId, mode, trigger, requestId, undoes }: OfRun & Asked): RunStart => ({
  id: runId,
  userId,
  mode,
  trigger,
  requestId,
  undoes: undoes ?? null,
  ...thisExecution(),
});
