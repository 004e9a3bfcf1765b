import type { NativeConnection } from '@temporalio/worker';
import { messageOf } from '../platform/lib/errors.js';

export interface CheckTemporalOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  /** 2 s when absent. */
  readonly timeoutMs?: number | undefined;
}

export type TemporalHealth =
  | { readonly ok: true; readonly serverVersion: string; readonly ms: number }
  | { readonly ok: false; readonly reason: string; readonly ms: number };

/** Asks on the connection the process already has; never throws. */
export async function checkTemporal(options: CheckTemporalOptions): Promise<TemporalHealth> {
  const { connection, namespace, timeoutMs = 2_000 } = options;
  const started = Date.now();
  try {
    const { serverVersion } = await connection.withDeadline(started + timeoutMs, async () => {
      // The system info alone would be answered for a namespace that is gone.
      const [info] = await Promise.all([
        connection.workflowService.getSystemInfo({}),
        connection.workflowService.describeNamespace({ namespace }),
      ]);
      return info;
    });
    return { ok: true, serverVersion, ms: Date.now() - started };
  } catch (thrown) {
    return { ok: false, reason: messageOf(thrown), ms: Date.now() - started };
  }
}
