export type { JobRunWish } from './job-run-store.js';
export { createJobLog, type JobLog } from './job-log.js';
export {
  jobRunStatuses,
  jobTriggers,
  type JobRun,
  type JobStatistics,
  type JobTrigger,
} from './job-run.js';
