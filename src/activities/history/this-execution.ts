import { Context } from '@temporalio/activity';

/** The workflow on whose behalf the activity works. */
export function thisExecution(): { readonly workflowId: string; readonly workflowRunId: string } {
  const { workflowExecution } = Context.current().info;
  return {
    workflowId: workflowExecution?.workflowId ?? '',
    workflowRunId: workflowExecution?.runId ?? '',
  };
}
