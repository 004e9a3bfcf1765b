import {
  ActivityCancellationType,
  ActivityFailure,
  CancellationScope,
  isCancellation,
  patched,
  proxyActivities,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { activityProxies } from './activity-proxies.js';
import { jobTable, type CloseJobInput, type JobReport, type RunJobInput } from './contract.js';
import { applicationFailureOf } from './run-ending.js';

/** A job is one activity that beats; it is safe to repeat from its beginning. */
const working = ({ timeoutMinutes, attempts }: (typeof jobTable)[RunJobInput['job']]) =>
  proxyActivities<Pick<Activities, 'runJob'>>({
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    heartbeatTimeout: '10s',
    startToCloseTimeout: `${timeoutMinutes} minutes`,
    retry: { initialInterval: '1s', maximumInterval: '1 minute', maximumAttempts: attempts },
  });

/** Work that is nobody's own, and what it did. Its run is in the book of jobs before it begins, and ends there whatever happens. */
export async function runJob(input: RunJobInput): Promise<JobReport> {
  const { job, trigger = 'schedule' } = input;
  const work = () => working(jobTable[job]).runJob(input);
  if (!patched('job-log')) return work();
  const { db } = activityProxies();
  await db.openJobRun({ job, trigger });
  let result: JobReport;
  try {
    result = await work();
  } catch (error) {
    const end: CloseJobInput['end'] = { status: 'FAILED', error: reasonOf(error) };
    await CancellationScope.nonCancellable(() => db.closeJobRun({ end }));
    throw error;
  }
  await CancellationScope.nonCancellable(() =>
    db.closeJobRun({ end: { status: 'SUCCESS', result } }),
  );
  return result;
}

/** Why it failed, in words. */
function reasonOf(error: unknown): string {
  if (isCancellation(error)) return 'Cancelled on request.';
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof TimeoutFailure)
    return cause.timeoutType === 'HEARTBEAT'
      ? 'Its process was lost, again and again.'
      : 'It took longer than it may.';
  return applicationFailureOf(error)?.message ?? String(cause);
}
