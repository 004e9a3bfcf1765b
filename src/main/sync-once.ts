import { randomUUID } from 'node:crypto';
import type { SyncMode } from '../areas/history/index.js';
import { assertConnected } from './assert-connected.js';
import { awaitWorkflowEnd } from './await-workflow-end.js';
import { compose, type ComposeOptions } from './compose/compose.js';
import { prepareFirstUser } from './first-user.js';
import { followRun } from './follow-run.js';
import { reportOf, type RunReport } from './report.js';
import { createProgressDisplay } from './show-progress.js';

export interface SyncOnceOptions extends ComposeOptions {
  readonly mode: SyncMode;
  readonly signal: AbortSignal;
}

/** One sync against the configured services, and its report. */
export async function syncOnce({ mode, signal, ...options }: SyncOnceOptions): Promise<RunReport> {
  const watchflow = await compose(options);
  try {
    const first = await prepareFirstUser(watchflow);
    assertConnected(first);
    const { userId } = first;
    const since = watchflow.clock.now();
    const display = createProgressDisplay(process.stderr);
    const { runId } = await watchflow.syncs.request(userId, {
      requestId: randomUUID(),
      mode,
      trigger: 'cli',
    });
    await watchflow.audit.record({
      actor: { kind: 'cli' },
      action: 'run.requested',
      target: { kind: 'run', id: runId },
      outcome: 'done',
      detail: { of: userId, mode },
    });
    const run = await followRun(watchflow, userId, {
      runId,
      since,
      onProgress: display.update,
      signal,
    });
    await awaitWorkflowEnd(watchflow, run.workflowId);
    display.end();
    return await reportOf(watchflow, run);
  } finally {
    await watchflow.shutdown.run();
  }
}
