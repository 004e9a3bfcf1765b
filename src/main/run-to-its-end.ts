import type { SyncRunView } from '../areas/history/index.js';
import { awaitWorkflowEnd } from './await-workflow-end.js';
import type { Watchflow } from './compose/compose.js';
import { followRun } from './follow-run.js';
import { createProgressDisplay } from './show-progress.js';

interface RunAsked {
  /** Asks for it; answers its id. */
  readonly ask: () => Promise<string>;
  readonly signal: AbortSignal;
}

/** Asks for a run, shows its progress on stderr, and answers once it is closed and its workflow with it. */
export async function runToItsEnd(
  watchflow: Watchflow,
  userId: string,
  { ask, signal }: RunAsked,
): Promise<SyncRunView> {
  const since = watchflow.clock.now();
  const display = createProgressDisplay(process.stderr);
  const runId = await ask();
  const run = await followRun(watchflow, userId, {
    runId,
    since,
    onProgress: display.update,
    signal,
  });
  await awaitWorkflowEnd(watchflow, run.workflowId);
  display.end();
  return run;
}
