import { WorkflowNotFoundError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { messageOf } from '../platform/lib/errors.js';
import type { Logger } from '../platform/lib/logger.js';
import { grpcCode, grpcCodeOf } from './grpc-code.js';
import { TemporalUnavailableError } from './temporal-unavailable-error.js';

export interface AskingDeps {
  readonly client: Client;
  readonly log: Logger;
  /** How long it tries; 20 s when absent. */
  readonly requestMs?: number | undefined;
}

export interface Asked {
  readonly workflowId: string;
  /** What is asked for, as one word. */
  readonly what: string;
}

const pauseMs = 200;

/** Sends an update that starts its workflow until it is answered. Throws TemporalUnavailableError when no worker answers in time. */
export async function askUntilAnswered<T>(
  deps: AskingDeps,
  { workflowId, what }: Asked,
  send: () => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + (deps.requestMs ?? 20_000);
  for (;;) {
    try {
      return await deps.client.withDeadline(deadline, send);
    } catch (thrown) {
      if (!isPassing(thrown)) throw thrown;
      if (Date.now() + pauseMs >= deadline) {
        throw new TemporalUnavailableError(
          `The ${what} request got no answer (${messageOf(thrown)}). Is a worker running?`,
          { cause: thrown },
        );
      }
      deps.log.debug({ workflowId, reason: messageOf(thrown) }, `asking again for a ${what}`);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

const passingCodes: readonly number[] = [
  grpcCode.deadlineExceeded,
  grpcCode.cancelled,
  // The workflow closed between start and update.
  grpcCode.notFound,
  // New runs of one id start at most once a second.
  grpcCode.resourceExhausted,
  grpcCode.aborted,
  // A workflow task failed under the update, as happens where a busy machine lets one take too long.
  grpcCode.failedPrecondition,
  grpcCode.unavailable,
];

/** True for what another try may heal: the workflow closed under the request, or the server is busy or away. */
function isPassing(thrown: unknown): boolean {
  if (thrown instanceof WorkflowNotFoundError) return true;
  if (thrown instanceof WorkflowUpdateFailedError) {
    return (
      thrown.cause instanceof ApplicationFailure &&
      thrown.cause.type === 'AcceptedUpdateCompletedWorkflow'
    );
  }
  const code = grpcCodeOf(thrown);
  return code !== undefined && passingCodes.includes(code);
}
