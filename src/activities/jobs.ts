import { Context } from '@temporalio/activity';
import type { JobLog } from '../areas/maintenance/index.js';
import type { Clock } from '../platform/lib/clock.js';
import type { CloseJobInput, JobName, JobReport, RunJobInput } from '../workflows/contract.js';
import type { RetryPace } from './failures.js';
import { runSafely } from './run-safely.js';

export interface JobActivitiesDeps {
  readonly clock: Clock;
  readonly retryPace?: RetryPace | undefined;
  readonly jobLog: Pick<JobLog, 'open' | 'close'>;
  /** Each is safe to repeat, and to run in two processes at once. */
  readonly jobs: Readonly<Record<JobName, () => Promise<JobReport>>>;
}

/** Work that is nobody's own. */
export function createJobActivities({ clock, retryPace, jobLog, jobs }: JobActivitiesDeps) {
  const safely = <T>(work: () => Promise<T>): Promise<T> =>
    runSafely({ clock, retryPace, onRequests: () => Promise.resolve() }, work);
  return {
    openJobRun: ({ job, trigger = 'schedule' }: RunJobInput): Promise<void> =>
      safely(() => jobLog.open({ id: thisRun(), job, trigger })),
    runJob: ({ job }: RunJobInput): Promise<JobReport> => safely(() => jobs[job]()),
    closeJobRun: ({ end }: CloseJobInput): Promise<void> =>
      safely(() =>
        jobLog.close(thisRun(), end, Context.current().info.workflowExecution?.workflowId),
      ),
  };
}

/** A run of a job has the id of its Temporal run. */
function thisRun(): string {
  const { workflowExecution } = Context.current().info;
  if (workflowExecution === undefined) throw new Error('A job runs in a workflow.');
  return workflowExecution.runId;
}
