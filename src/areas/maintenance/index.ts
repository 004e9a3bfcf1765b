export { createCleanup, type Cleanup, type CleanupPlanItem } from './cleanup/clean-up.js';
export {
  createExpirations,
  type Expirations,
  type ExpirationsChecked,
} from './expiry/check-expirations.js';
export type { JobRunWish } from './job-run-store.js';
export { createJobLog, type JobLog } from './job-log.js';
export { createLedgerCheck, type LedgerCheck } from './ledger-check.js';
export { jobRunStatuses, jobTriggers, type JobRun, type JobStatistics } from './job-run.js';
