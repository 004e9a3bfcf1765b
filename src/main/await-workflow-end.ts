import type { Watchflow } from './compose/compose.js';

const patienceMs = 5_000;

/**
 * What is written down as ended is so a moment before its workflow is, which needs our worker for that. One that goes on
 * (somebody else's run waits behind ours) is not waited for.
 */
export async function awaitWorkflowEnd(
  { temporal: { client } }: Pick<Watchflow, 'temporal'>,
  workflowId: string,
): Promise<void> {
  const ended = client.withDeadline(Date.now() + patienceMs, () =>
    client.workflow.getHandle(workflowId).result(),
  );
  await ended.catch(() => undefined);
}
