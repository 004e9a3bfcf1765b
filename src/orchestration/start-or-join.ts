import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';

/** Starts a workflow; one of its id that is there already, or was, as the start says, is joined. Other errors pass. */
export async function startOrJoin(start: () => Promise<unknown>): Promise<'started' | 'joined'> {
  try {
    await start();
    return 'started';
  } catch (thrown) {
    if (thrown instanceof WorkflowExecutionAlreadyStartedError) return 'joined';
    throw thrown;
  }
}
