import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { messageOf } from '../platform/lib/errors.js';
import type { Logger } from '../platform/lib/logger.js';
import { progressQuery, type SyncProgress } from '../workflows/contract.js';

export interface AskProgressDeps {
  readonly client: Client;
  readonly log: Logger;
  /** How long to wait for a worker to answer; 3 s when absent. */
  readonly queryMs?: number | undefined;
}

/** What a running sync or dry run is doing; undefined when none runs under this id, or no worker answers in time. */
export async function askProgress(
  { client, log, queryMs = 3_000 }: AskProgressDeps,
  workflowId: string,
): Promise<SyncProgress | undefined> {
  try {
    return await client.withDeadline(Date.now() + queryMs, async () => {
      const { status, runId } = await client.workflow.getHandle(workflowId).describe();
      if (status.name !== 'RUNNING') return undefined;
      return await client.workflow.getHandle(workflowId, runId).query(progressQuery);
    });
  } catch (thrown) {
    if (thrown instanceof WorkflowNotFoundError) return undefined;
    // No worker, a busy one, or it ended just now: the caller falls back to what the database says.
    log.warn({ workflowId, reason: messageOf(thrown) }, 'a workflow did not tell its progress');
    return undefined;
  }
}

/** Asks a workflow to stop; it closes what it has begun before it ends. */
export async function cancelIfRunning(
  client: Client,
  workflowId: string,
): Promise<'cancelling' | 'not-running'> {
  try {
    // Asked first: a cancelled workflow takes a second cancellation without a word.
    const { status, runId } = await client.workflow.getHandle(workflowId).describe();
    if (status.name !== 'RUNNING') return 'not-running';
    await client.workflow.getHandle(workflowId, runId).cancel();
    return 'cancelling';
  } catch (thrown) {
    if (thrown instanceof WorkflowNotFoundError) return 'not-running';
    throw thrown;
  }
}

/** That run of it, or the latest. False also for one that nobody knows any more. */
export async function isRunning(
  client: Client,
  workflowId: string,
  runId?: string,
): Promise<boolean> {
  try {
    const { status } = await client.workflow.getHandle(workflowId, runId).describe();
    return status.name === 'RUNNING';
  } catch (thrown) {
    if (thrown instanceof WorkflowNotFoundError) return false;
    throw thrown;
  }
}
