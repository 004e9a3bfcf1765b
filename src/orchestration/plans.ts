import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import type { PlanStart, PlanView } from '../areas/history/index.js';
import type { Logger } from '../platform/lib/logger.js';
import { stableUuid } from '../platform/lib/stable-uuid.js';
import {
  planWorkflowId,
  searchAttributes,
  type PlanHistoryInput,
  type PlanHistoryResult,
  type QueueNames,
  type SyncMode,
  type SyncProgress,
  type SyncRequest,
} from '../workflows/contract.js';
import { askProgress, cancelIfRunning, isRunning } from './ask-workflow.js';

export interface PlanCommandsDeps {
  readonly client: Client;
  readonly queues: QueueNames;
  readonly log: Logger;
  /** A dry run of this person and mode that has not ended, as far as the database knows. */
  readonly findRunning: (userId: string, mode: SyncMode) => Promise<PlanView | undefined>;
  /** Writes down one that was started, so that whoever asked finds it at once. Safe to repeat. */
  readonly record: (plan: PlanStart) => Promise<void>;
  /** Closes one whose workflow was ended from outside. */
  readonly closeForsaken: (plan: PlanView) => Promise<unknown>;
}

export interface PlanAccepted {
  readonly planId: string;
  readonly outcome: 'started' | 'joined';
  readonly workflowId: string;
}

type OfPlan = Pick<PlanView, 'userId' | 'requestId'>;

export type PlanRequest = Omit<SyncRequest, 'mode' | 'undoes'> & { readonly mode: SyncMode };

export interface PlanCommands {
  /** Starts a dry run, or joins the one of this mode that goes on. The same `requestId` is the same dry run. */
  request(userId: string, request: PlanRequest): Promise<PlanAccepted>;
  progress(plan: OfPlan): Promise<SyncProgress | undefined>;
  /** Asks it to stop. */
  cancel(plan: OfPlan): Promise<'cancelling' | 'not-running'>;
}

type PlanHistory = (input: PlanHistoryInput) => Promise<PlanHistoryResult>;

const startMs = 10_000;

/** The door to a person's dry runs. */
export function createPlanCommands(deps: PlanCommandsDeps): PlanCommands {
  return {
    async request(userId, request) {
      const running = await findRunning(deps, userId, request.mode);
      if (running !== undefined && running.requestId !== request.requestId)
        return { planId: running.id, outcome: 'joined', workflowId: running.workflowId };
      return start(deps, userId, request);
    },
    progress: ({ userId, requestId }) => askProgress(deps, planWorkflowId(userId, requestId)),
    cancel: ({ userId, requestId }) =>
      cancelIfRunning(deps.client, planWorkflowId(userId, requestId)),
  };
}

async function start(
  { client, queues, record }: PlanCommandsDeps,
  userId: string,
  { requestId, mode, trigger }: PlanRequest,
): Promise<PlanAccepted> {
  const workflowId = planWorkflowId(userId, requestId);
  const planId = stableUuid('plan', userId, requestId);
  try {
    const { firstExecutionRunId } = await client.withDeadline(Date.now() + startMs, () =>
      client.workflow.start<PlanHistory>('planHistory', {
        workflowId,
        taskQueue: queues.main,
        args: [{ userId, planId, mode, trigger, requestId }],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        typedSearchAttributes: [
          { key: searchAttributes.user, value: userId },
          { key: searchAttributes.kind, value: 'planHistory' },
        ],
        staticSummary: `Dry run of user ${userId}`,
        // A person waits for it: before scheduled runs.
        priority: { priorityKey: 2 },
      }),
    );
    const plan = { id: planId, userId, mode, trigger, requestId, workflowId };
    await record({ ...plan, workflowRunId: firstExecutionRunId });
    return { planId, outcome: 'started', workflowId };
  } catch (thrown) {
    // Asked again, under way or long over: it is the same.
    if (thrown instanceof WorkflowExecutionAlreadyStartedError)
      return { planId, outcome: 'joined', workflowId };
    throw thrown;
  }
}

/** The row of one whose workflow was ended from outside would say for ever that it runs. */
async function findRunning(
  { client, findRunning: find, closeForsaken }: PlanCommandsDeps,
  userId: string,
  mode: SyncMode,
): Promise<PlanView | undefined> {
  const plan = await find(userId, mode);
  if (plan === undefined) return undefined;
  if (await isRunning(client, plan.workflowId)) return plan;
  await closeForsaken(plan);
  return undefined;
}
