import type { Watchflow } from '../../../src/main/compose/compose.js';

export interface ExecutionSize {
  readonly events: number;
  readonly bytes: number;
  /** Activities it has scheduled. */
  readonly activities: number;
}

/** Of every execution under that id, continued as new or not, since then. */
export async function workflowSizes(
  { temporal }: Watchflow,
  workflowId: string,
  since: Date,
): Promise<readonly ExecutionSize[]> {
  const executions: ExecutionSize[] = [];
  const query = `WorkflowId = '${workflowId}'`;
  for await (const { runId, startTime } of temporal.client.workflow.list({ query })) {
    if (startTime < since) continue;
    const handle = temporal.client.workflow.getHandle(workflowId, runId);
    const { historyLength, historySize } = await handle.describe();
    // A long history is only counted: fetching it would be measured in what follows.
    const events = historyLength > 100 ? [] : ((await handle.fetchHistory()).events ?? []);
    const activities = events.filter((event) => event.activityTaskScheduledEventAttributes).length;
    executions.push({ events: historyLength, bytes: historySize ?? 0, activities });
  }
  return executions;
}
