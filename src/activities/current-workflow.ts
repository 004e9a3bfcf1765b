import { asyncLocalStorage } from '@temporalio/activity';

/** Id of the workflow on whose behalf this is done; undefined outside of activities. */
export const currentWorkflow = (): string | undefined =>
  asyncLocalStorage.getStore()?.info.workflowExecution?.workflowId;
