import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { searchAttributes } from '../../workflows/contract.js';
import { isRunning } from '../ask-workflow.js';

export interface StopOptions {
  /** Ids that may be theirs: the search attribute lags a little behind. */
  readonly known: readonly string[];
  /** How long they may take to end by themselves; cut off after it. */
  readonly patienceMs: number;
  /** For whoever finds one that was cut off. */
  readonly reason: string;
}

const pauseMs = 250;

/** Ends whatever runs for a person: asked to stop first, so that it closes what it has begun. */
export async function stopWorkflows(
  client: Client,
  userId: string,
  { known, patienceMs, reason }: StopOptions,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  const asked = new Set<string>();
  for (;;) {
    const running = await runningOf(client, userId, known);
    if (running.length === 0) return;
    for (const workflowId of running) {
      const handle = client.workflow.getHandle(workflowId);
      if (Date.now() >= deadline) await ifRunning(handle.terminate(reason));
      else if (!asked.has(workflowId)) await ifRunning(handle.cancel());
      asked.add(workflowId);
    }
    await pause(pauseMs);
  }
}

/** By id, and by search attribute. */
async function runningOf(
  client: Client,
  userId: string,
  known: readonly string[],
): Promise<string[]> {
  const found = new Set<string>();
  const query = `${searchAttributes.user.name} = '${userId}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of client.workflow.list({ query })) {
    if (await isRunning(client, workflowId)) found.add(workflowId);
  }
  for (const workflowId of known) if (await isRunning(client, workflowId)) found.add(workflowId);
  return [...found];
}

/** One that ended this moment has nothing left to end. */
async function ifRunning(ending: Promise<unknown>): Promise<void> {
  try {
    await ending;
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
