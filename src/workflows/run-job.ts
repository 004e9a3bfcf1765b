import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import type { JobReport, RunJobInput } from './contract.js';

/** A job is one activity that beats; it is safe to repeat from its beginning. */
const jobs = proxyActivities<Pick<Activities, 'runJob'>>({
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  heartbeatTimeout: '10s',
  startToCloseTimeout: '1 hour',
  retry: { initialInterval: '1s', maximumInterval: '1 minute', maximumAttempts: 5 },
});

/** Work that is nobody's own, and what it did. */
export async function runJob(input: RunJobInput): Promise<JobReport> {
  return jobs.runJob(input);
}
