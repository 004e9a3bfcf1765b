import { randomUUID } from 'node:crypto';
import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import type { Logger } from '../platform/lib/logger.js';
import {
  listDeletionWorkflowId,
  listRequestUpdate,
  listWorkflowId,
  searchAttributes,
  type DeleteListInput,
  type ListRequest,
  type QueueNames,
  type ReconcileListInput,
  type ReconcileListResult,
  type RunOutcome,
} from '../workflows/contract.js';
import { askUntilAnswered } from './ask-until-answered.js';
import { cancelIfRunning } from './ask-workflow.js';
import type { SyncAccepted } from './commands.js';
import { startOrJoin } from './start-or-join.js';

export { listWorkflowId } from '../workflows/contract.js';

export interface ListCommandsDeps {
  readonly client: Client;
  readonly queues: QueueNames;
  readonly log: Logger;
  /** How long `request` tries; 20 s when absent. */
  readonly requestMs?: number | undefined;
  /** Of a deletion that Trakt does not take; see `DeleteListInput`. */
  readonly deletionPace?: DeleteListInput['pace'];
}

export interface OfList {
  readonly userId: string;
  readonly listId: string;
}

export interface ListCommands {
  /**
   * Brings a list to Trakt, or hands the request to the run under way. The same `requestId` gets the same answer while that workflow is
   * known to Temporal. Throws TemporalUnavailableError when no worker answers in time.
   */
  request(of: OfList, request: ListRequest): Promise<SyncAccepted>;
  /** Asks the run under way, and those that wait behind it, to stop. */
  cancel(listId: string): Promise<'cancelling' | 'not-running'>;
  /** Takes a list away on Trakt that is taken away here. One that is being taken away goes on. */
  remove(
    of: OfList,
  ): Promise<{ readonly workflowId: string; readonly outcome: 'started' | 'joined' }>;
}

type ReconcileList = (input: ReconcileListInput) => Promise<ReconcileListResult>;
type DeleteList = (input: DeleteListInput) => Promise<RunOutcome>;

const startMs = 10_000;

/** The door to people's lists. */
export const createListCommands = (deps: ListCommandsDeps): ListCommands => ({
  request: (of, request) => requestList(deps, of, request),
  cancel: (listId) => cancelIfRunning(deps.client, listWorkflowId(listId)),
  remove: (of) => removeList(deps, of),
});

const attributesOf = (userId: string, kind: string) => [
  { key: searchAttributes.user, value: userId },
  { key: searchAttributes.kind, value: kind },
];

// A person waits for it: before scheduled runs.
const priority = { priorityKey: 2 };

async function requestList(
  deps: ListCommandsDeps,
  { userId, listId }: OfList,
  request: ListRequest,
): Promise<SyncAccepted> {
  const workflowId = listWorkflowId(listId);
  const answer = await askUntilAnswered(deps, { workflowId, what: 'list' }, () => {
    // Each try needs an operation of its own.
    const startWorkflowOperation = new WithStartWorkflowOperation<ReconcileList>('reconcileList', {
      workflowId,
      taskQueue: deps.queues.main,
      args: [{ userId, listId, jobs: [] }],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      typedSearchAttributes: attributesOf(userId, 'reconcileList'),
      staticSummary: 'A list to Trakt',
      priority,
    });
    return deps.client.workflow.executeUpdateWithStart(listRequestUpdate, {
      args: [request],
      updateId: request.requestId,
      startWorkflowOperation,
    });
  });
  return { ...answer, workflowId };
}

async function removeList(
  { client, queues, deletionPace }: ListCommandsDeps,
  { userId, listId }: OfList,
): Promise<{ readonly workflowId: string; readonly outcome: 'started' | 'joined' }> {
  const workflowId = listDeletionWorkflowId(listId);
  // What it would still write is taken away again.
  await cancelIfRunning(client, listWorkflowId(listId));
  const outcome = await startOrJoin(() =>
    client.withDeadline(Date.now() + startMs, () =>
      client.workflow.start<DeleteList>('deleteList', {
        workflowId,
        taskQueue: queues.main,
        args: [{ userId, listId, runId: randomUUID(), pace: deletionPace }],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        typedSearchAttributes: attributesOf(userId, 'deleteList'),
        staticSummary: 'A list off Trakt',
        priority,
      }),
    ),
  );
  return { workflowId, outcome };
}
