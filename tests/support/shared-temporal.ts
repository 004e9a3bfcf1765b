import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { sharedService } from './shared-service.js';

export interface SharedTemporal {
  readonly address: string;
  /** Nobody else's, and not made yet: `prepareNamespace`, or a started watchflow, does that. */
  readonly namespace: string;
}

/**
 * The run's one Temporal server, and a namespace of the caller's own in it. Ids of workflows and Schedules are made of whose they are,
 * and people of two files may be called the same: in one namespace their syncs would join each other's.
 */
export async function sharedTemporal(): Promise<SharedTemporal> {
  const { address } = await sharedService('temporal', z.object({ address: z.string() }));
  return { address, namespace: `test-${randomBytes(6).toString('hex')}` };
}

/** The file of `src/workflows`, bundled once for the whole run. */
export async function workflowBundlePath(): Promise<string> {
  const { path } = await sharedService('workflow-bundle', z.object({ path: z.string() }));
  return path;
}
