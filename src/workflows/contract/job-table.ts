import type { JobCron } from '../../platform/lib/job-cron.js';

/** What holds for a job; when it comes due is the configuration's to say. */
export interface JobRule {
  /** Variable that says when. */
  readonly cron: JobCron;
  /** After so long it has failed, and its work is told to stop. */
  readonly timeoutMinutes: number;
  readonly attempts: number;
  /** `run-once`: a due time the machine slept through is made up for. */
  readonly missed: 'skip' | 'run-once';
  /** What it may touch, in words. */
  readonly touches: string;
}

const rule = (cron: JobCron, touches: string, more: Partial<JobRule> = {}): JobRule => ({
  cron,
  timeoutMinutes: 60,
  attempts: 4,
  missed: 'skip',
  touches,
  ...more,
});

/** Work that is nobody's own. */
export const jobTable = {
  'schedule-watch': rule('SCHEDULE_WATCH_CRON', 'schedules, and what became of their due times', {
    timeoutMinutes: 10,
  }),
  'schedule-reconcile': rule('SCHEDULE_RECONCILE_CRON', 'schedules in Temporal', {
    timeoutMinutes: 30,
  }),
  'connections-renew': rule(
    'CONNECTIONS_RENEW_CRON',
    'tokens of connections; accounts being deleted',
  ),
  'id-map-refresh': rule('ID_MAP_REFRESH_CRON', 'the files that titles are matched with'),
  'expiration-check': rule(
    'EXPIRATION_CHECK_CRON',
    'what people are told of API keys and connections that end; keys that have ended',
    { missed: 'run-once', timeoutMinutes: 30 },
  ),
  'ledger-check': rule('LEDGER_CHECK_CRON', 'nothing; it only looks'),
  'health-check': rule(
    'HEALTH_CHECK_CRON',
    'the history of health; what administrators are told of it, and of syncs that fail',
    {
      timeoutMinutes: 2,
      attempts: 2,
    },
  ),
  cleanup: rule('CLEANUP_CRON', 'rows that are kept no longer, never those of the ledger'),
  'matches-recheck': rule('MATCHES_RECHECK_CRON', 'matches; what people are told of them'),
  'file-reconcile': rule(
    'FILE_RECONCILE_CRON',
    'rows of files and their objects; what broken writes and expired entries left in storage',
  ),
  'data-sync': rule('DATA_SYNC_CRON', 'usage numbers of the relay service'),
  backup: rule('BACKUP_CRON', 'the folder of backups', { missed: 'run-once', timeoutMinutes: 240 }),
} as const satisfies Readonly<Record<string, JobRule>>;

export type JobName = keyof typeof jobTable;

export const jobNames = Object.keys(jobTable).filter((name): name is JobName =>
  Object.hasOwn(jobTable, name),
);
