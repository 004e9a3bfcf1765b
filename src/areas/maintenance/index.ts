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
export {
  healthComponents,
  healthStates,
  type HealthProbes,
  type HealthSample,
  type Measured,
} from './health/health.js';
export { judgeAnswer, judgeDisk, judgeReadings, judgeService } from './health/judge.js';
export { createHealthWatch, type HealthWatch } from './health/watch-health.js';
export { createSyncWatch, type SyncWatch } from './syncs/watch-syncs.js';
export { createReadFigures } from './figures/read-figures.js';
