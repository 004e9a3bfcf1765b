import { Context } from '@temporalio/activity';
import type { Audit, AuditEntry } from '../areas/audit/index.js';
import type { Clock } from '../platform/lib/clock.js';
import { messageOf } from '../platform/lib/errors.js';
import type { JobName, JobReport, RunJobInput } from '../workflows/contract.js';
import type { RetryPace } from './failures.js';
import { runSafely } from './run-safely.js';

export interface JobActivitiesDeps {
  readonly clock: Clock;
  readonly retryPace?: RetryPace | undefined;
  readonly audit: Pick<Audit, 'record'>;
  /** Each is safe to repeat, and to run in two processes at once. */
  readonly jobs: Readonly<Record<JobName, () => Promise<JobReport>>>;
  /** Told when a job has failed for good, perhaps more than once. */
  readonly onJobFailed: (job: JobName) => Promise<void>;
}

/** Work that is nobody's own. Its end is on record once, however often its activity ran. */
export const createJobActivities = ({
  clock,
  retryPace,
  audit,
  jobs,
  onJobFailed,
}: JobActivitiesDeps) => ({
  runJob: ({ job }: RunJobInput): Promise<JobReport> =>
    runSafely({ clock, retryPace, onRequests: () => Promise.resolve() }, async () => {
      try {
        const report = await jobs[job]();
        await audit.record({ ...endOf(job), outcome: 'done', detail: report });
        return report;
      } catch (error) {
        const reason = messageOf(error);
        if (isLastAttempt()) {
          await audit.record({ ...endOf(job), outcome: 'failed', detail: { reason } });
          await onJobFailed(job);
        }
        throw error;
      }
    }),
});

function endOf(job: JobName): Omit<AuditEntry, 'outcome'> {
  const { workflowExecution } = Context.current().info;
  return {
    actor: { kind: 'system', name: 'jobs' },
    action: 'job.ended',
    target: { kind: 'job', id: job },
    once: `job/${workflowExecution?.runId ?? ''}`,
  };
}

/** No attempt follows: its failure is the job's. */
function isLastAttempt(): boolean {
  const { attempt, retryPolicy } = Context.current().info;
  return attempt >= (retryPolicy?.maximumAttempts ?? Number.POSITIVE_INFINITY);
}
