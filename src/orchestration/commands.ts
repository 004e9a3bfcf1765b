import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import type { Logger } from '../platform/lib/logger.js';
import {
  historyWorkflowId,
  requestUpdate,
  searchAttributes,
  type QueueNames,
  type SyncAnswer,
  type SyncHistoryInput,
  type SyncHistoryResult,
  type SyncProgress,
  type SyncRequest,
} from '../workflows/contract.js';
import { askUntilAnswered } from './ask-until-answered.js';
import { askProgress, cancelIfRunning } from './ask-workflow.js';

// For whoever shows how far a sync is, or names its workflow.
export { historyWorkflowId, syncPhases, type SyncPhase } from '../workflows/contract.js';

export interface SyncCommandsDeps {
  readonly client: Client;
  readonly queues: QueueNames;
  readonly log: Logger;
  /** How long `request` tries; 20 s when absent. */
  readonly requestMs?: number | undefined;
  /** How long `progress` waits for a worker to answer; 3 s when absent. */
  readonly queryMs?: number | undefined;
}

export interface SyncAccepted extends SyncAnswer {
  readonly workflowId: string;
}

export interface SyncCommands {
  /**
   * Starts the person's sync or hands the request to the one under way. The same `requestId` gets the same answer while
   * that workflow is known to Temporal. Throws TemporalUnavailableError when no worker answers in time.
   */
  request(userId: string, request: SyncRequest): Promise<SyncAccepted>;
  /** What the running sync is doing; undefined when none runs, or no worker answers in time. */
  progress(userId: string): Promise<SyncProgress | undefined>;
  /** Asks the running sync to stop; it closes its run before it ends. */
  cancel(userId: string): Promise<'cancelling' | 'not-running'>;
}

/** The door to a person's sync. */
export function createSyncCommands(deps: SyncCommandsDeps): SyncCommands {
  return {
    request: (userId, request) => requestSync(deps, userId, request),
    progress: (userId) => askProgress(deps, historyWorkflowId(userId)),
    cancel: (userId) => cancelIfRunning(deps.client, historyWorkflowId(userId)),
  };
}

async function requestSync(
  deps: SyncCommandsDeps,
  userId: string,
  request: SyncRequest,
): Promise<SyncAccepted> {
  const workflowId = historyWorkflowId(userId);
  const answer = await askUntilAnswered(deps, { workflowId, what: 'sync' }, () =>
    sendRequest(deps, userId, request),
  );
  return { ...answer, workflowId };
}

type SyncHistory = (input: SyncHistoryInput) => Promise<SyncHistoryResult>;

function sendRequest(
  { client, queues }: SyncCommandsDeps,
  userId: string,
  request: SyncRequest,
): Promise<SyncAnswer> {
  // Each try needs an operation of its own.
  const startWorkflowOperation = new WithStartWorkflowOperation<SyncHistory>('syncHistory', {
    workflowId: historyWorkflowId(userId),
    taskQueue: queues.main,
    args: [{ userId, jobs: [] }],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    typedSearchAttributes: [
      { key: searchAttributes.user, value: userId },
      { key: searchAttributes.kind, value: 'syncHistory' },
    ],
    staticSummary: `History sync of user ${userId}`,
    // A person waits for it: before scheduled runs.
    priority: { priorityKey: 2 },
  });
  return client.workflow.executeUpdateWithStart(requestUpdate, {
    args: [request],
    updateId: request.requestId,
    startWorkflowOperation,
  });
}
