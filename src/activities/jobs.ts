import { Context } from '@temporalio/activity';
import type { JobLog } from '../areas/maintenance/index.js';
import type { Clock } from '../platform/lib/clock.js';
import {
  jobTable,
  type CloseJobInput,
  type JobName,
  type JobReport,
  type RunJobInput,
} from '../workflows/contract.js';
import type { RetryPace } from './failures.js';
import { runSafely } from './run-safely.js';
import { withinLimit } from './within-limit.js';

/** Does what there is to do, until the signal says to stop: what is done by then stays done. */
export type JobWork = (signal: AbortSignal) => Promise<JobReport>;

export interface JobActivitiesDeps {
  readonly clock: Clock;
  readonly retryPace?: RetryPace | undefined;
  readonly jobLog: Pick<JobLog, 'open' | 'close'>;
  /** Each is safe to repeat, and to run in two processes at once. */
  readonly jobs: Readonly<Record<JobName, JobWork>>;
  /** What the table says, unless told otherwise. */
  readonly jobLimitMs?: ((job: JobName) => number) | undefined;
}

/** Work that does not stop when told is given up so long later. */
const graceMs = 10_000;
/** Our verdict comes before the server's, which would have it tried again. */
const limitMsOf = (job: JobName): number => jobTable[job].timeoutMinutes * 60_000 - 2 * graceMs;

/** Work that is nobody's own. */
export function createJobActivities(deps: JobActivitiesDeps) {
  const { clock, retryPace, jobLog, jobs, jobLimitMs = limitMsOf } = deps;
  const safely = <T>(work: (cancelled: AbortSignal) => Promise<T>): Promise<T> =>
    runSafely({ clock, retryPace, onRequests: () => Promise.resolve() }, () =>
      work(Context.current().cancellationSignal),
    );
  return {
    openJobRun: ({ job, trigger = 'schedule' }: RunJobInput): Promise<void> =>
      safely(() => jobLog.open({ id: thisRun(), job, trigger })),
    runJob: ({ job }: RunJobInput): Promise<JobReport> =>
      safely((cancelled) =>
        withinLimit(jobs[job], { limitMs: jobLimitMs(job), graceMs, cancelled }),
      ),
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
