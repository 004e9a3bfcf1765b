import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

/**
 * A run's whole history as JSON fit for a committed file: nothing of the machine it was recorded on, which replay does
 * not look at. The flags of the SDK's core stay in; without them replay would not compare activity types.
 */
export async function recordHistory(
  client: Client,
  workflowId: string,
  runId?: string,
): Promise<string> {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  // `historyToJSON` answers text, not an object.
  return JSON.stringify(JSON.parse(historyToJSON(history), withoutMachine), null, 2);
}

/** Identities and sticky queues are named after process and host. */
const processAndHost = /^\d+@/;

const withoutMachine = (name: string, value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  if (name === 'stackTrace') return undefined;
  return name === 'identity' || processAndHost.test(value) ? 'recorder' : value;
};
