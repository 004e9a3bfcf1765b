import type { Clock } from '../../../platform/lib/clock.js';
import type { CallOptions } from '../../../upstream/http/index.js';
import type { Removals } from '../removals/removals.js';
import type { RunStart, RunStore } from '../runs/run-store.js';
import type { TakingBack } from './mark-record.js';
import { takeBack, type TakeBackDeps, type TakeBackRequest } from './take-back.js';

export interface TakingBackDeps extends TakeBackDeps {
  readonly runs: RunStore;
  readonly removals: Removals;
  readonly clock: Clock;
}

/** What takes back what was set on Bangumi: an undo, or plays that are gone. Each step is safe to repeat. */
export const createTakingBack = (deps: TakingBackDeps) => ({
  /** A run is opened once, and what a later run has set since is left once. */
  async openUndo(run: RunStart & { readonly undoes: string }): Promise<void> {
    await deps.runs.open(run, deps.clock.now());
    await deps.connections.accessOf(run.userId, 'bangumi');
    await deps.marks.leaveWhatWasSetAgain({ userId: run.userId, runId: run.id }, run.undoes);
  },

  decideRemovals: (run: { readonly userId: string; readonly runId: string }) =>
    deps.removals.decide(run),

  subjectsToTakeBack: (
    whose: { readonly userId: string; readonly taking: TakingBack },
    page: { readonly after: number; readonly limit: number },
  ) => deps.marks.subjectsToTakeBack(whose, page),

  takeBack: (request: Omit<TakeBackRequest, 'options'>, options: CallOptions) =>
    takeBack(deps, { ...request, options }),
});
