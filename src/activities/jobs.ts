import type { Clock } from '../platform/lib/clock.js';
import type { JobName, JobReport, RunJobInput } from '../workflows/contract.js';
import { runSafely } from './run-safely.js';

export interface JobActivitiesDeps {
  readonly clock: Clock;
  /** Each is safe to repeat, and to run in two processes at once. */
  readonly jobs: Readonly<Record<JobName, () => Promise<JobReport>>>;
}

/** Work that is nobody's own. */
export const createJobActivities = ({ clock, jobs }: JobActivitiesDeps) => ({
  runJob: ({ job }: RunJobInput): Promise<JobReport> =>
    runSafely({ clock, onRequests: () => Promise.resolve() }, () => jobs[job]()),
});
