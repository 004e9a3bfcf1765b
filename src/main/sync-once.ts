import { randomUUID } from 'node:crypto';
import type { SyncMode } from '../areas/history/index.js';
import { assertConnected } from './assert-connected.js';
import { compose, type ComposeOptions } from './compose/compose.js';
import { prepareFirstUser } from './first-user.js';
import { reportOf, type RunReport } from './report.js';
import { runToItsEnd } from './run-to-its-end.js';

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
    const ask = async (): Promise<string> => {
      const wish = { requestId: randomUUID(), mode, trigger: 'cli' } as const;
      const { runId, workflowId } = await watchflow.syncs.request(userId, wish);
      await watchflow.audit.record({
        actor: { kind: 'cli' },
        action: 'run.requested',
        target: { kind: 'run', id: runId },
        outcome: 'done',
        workflowId,
        detail: { of: userId, mode },
      });
      return runId;
    };
    return await reportOf(watchflow, await runToItsEnd(watchflow, userId, { ask, signal }));
  } finally {
    await watchflow.shutdown.run();
  }
}
