import { z } from 'zod';
import { sharedService } from './shared-service.js';

/** The run's one Temporal server, namespace `default`: take ids and queues of your own. */
export const sharedTemporal = (): Promise<{ readonly address: string }> =>
  sharedService('temporal', z.object({ address: z.string() }));

/** The file of `src/workflows`, bundled once for the whole run. */
export async function workflowBundlePath(): Promise<string> {
  const { path } = await sharedService('workflow-bundle', z.object({ path: z.string() }));
  return path;
}
