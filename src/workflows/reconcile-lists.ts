import { ChildWorkflowFailure, executeChild, isCancellation, uuid4 } from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { activityProxies } from './activity-proxies.js';
import {
  listWorkflowId,
  searchAttributes,
  type ReconcileListsInput,
  type ReconcileListsResult,
} from './contract.js';
import { reconcileList } from './reconcile-list.js';

/** Brings all lists of a person to Trakt, one after the other: Trakt takes one write a second. */
export async function reconcileLists({
  userId,
}: ReconcileListsInput): Promise<ReconcileListsResult> {
  const { db } = activityProxies();
  const { listIds } = await db.dueLists({ userId });
  let joined = 0;
  for (const listId of listIds) if (!(await reconcileOne(userId, listId))) joined += 1;
  return { lists: listIds.length, joined };
}

/** False when it is under way already. */
async function reconcileOne(userId: string, listId: string): Promise<boolean> {
  const job = {
    runId: uuid4(),
    requestId: null,
    trigger: 'schedule',
    allowsRemovals: false,
    relink: false,
  } as const;
  try {
    await executeChild(reconcileList, {
      workflowId: listWorkflowId(listId),
      args: [{ userId, listId, jobs: [job] }],
      typedSearchAttributes: [
        { key: searchAttributes.user, value: userId },
        { key: searchAttributes.kind, value: 'reconcileList' },
      ],
      staticSummary: 'A list to Trakt',
    });
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    if (isCancellation(error) || !(error instanceof ChildWorkflowFailure)) throw error;
    // Its run tells what happened; the others go on.
  }
  return true;
}
