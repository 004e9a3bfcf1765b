import type { JobCron } from '../lib/job-cron.js';
import { about } from './about.js';
import * as type from './value-types.js';

const cronOf = (key: string, doc: string, standard: string) =>
  type.cron().register(about, { group: 'Jobs', key: `jobs.${key}`, doc, default: standard });

/** When each job comes due. */
export const jobCrons = {
  SCHEDULE_WATCH_CRON: cronOf(
    'scheduleWatch',
    'When schedules and the book of jobs are looked after: `@every 10m`, or five cron fields.',
    '@every 10m',
  ),
  SCHEDULE_RECONCILE_CRON: cronOf(
    'scheduleReconcile',
    'When all schedules in Temporal are compared with what there should be.',
    '40 3 * * *',
  ),
  CONNECTIONS_RENEW_CRON: cronOf(
    'connectionsRenew',
    'When tokens that end soon are renewed.',
    '@every 1h',
  ),
  ID_MAP_REFRESH_CRON: cronOf(
    'idMapRefresh',
    'When the files that titles are matched with are read anew.',
    '20 4 * * *',
  ),
  MATCHES_RECHECK_CRON: cronOf(
    'matchesRecheck',
    'When matches are looked at again, a few at a time.',
    '25 * * * *',
  ),
  FILE_RECONCILE_CRON: cronOf(
    'fileReconcile',
    'When files and their objects are compared, and what expired or broke off is cleared away.',
    '@every 1h',
  ),
  DATA_SYNC_CRON: cronOf(
    'dataSync',
    'When usage numbers are read from the relay service.',
    '0 * * * *',
  ),
  BACKUP_CRON: cronOf('backup', 'When the daily backup is made.', '50 2 * * *'),
  EXPIRATION_CHECK_CRON: cronOf(
    'expirationCheck',
    'When people are told of API keys and connections that end soon.',
    '0 9 * * *',
  ),
  LEDGER_CHECK_CRON: cronOf(
    'ledgerCheck',
    'When the ledger of plays is held against itself.',
    '10 5 * * *',
  ),
  HEALTH_CHECK_CRON: cronOf(
    'healthCheck',
    'When the database, Temporal, services, storage and the disk are looked at.',
    '@every 5m',
  ),
  CLEANUP_CRON: cronOf('cleanup', 'When what is kept no longer is removed.', '0 0 * * *'),
} satisfies Readonly<Record<JobCron, ReturnType<typeof cronOf>>>;

/** Days; fewer than `least` would harm: a process would begin to do again what it forgot. */
const daysOf = (least: number) => type.wholeNumber(least, 36_500);

/** How long things are kept. What has no default is kept for good until somebody says otherwise. */
const retention = {
  AUDIT_RETENTION_DAYS: daysOf(30).register(about, {
    group: 'Jobs',
    key: 'retention.auditDays',
    doc: 'Days that audit records are kept; 30 at least.',
    default: '183',
  }),
  JOB_LOG_RETENTION_DAYS: daysOf(7).register(about, {
    group: 'Jobs',
    key: 'retention.jobLogDays',
    doc: 'Days that runs of jobs are kept, the last 20 of each job always; 7 at least.',
    default: '30',
  }),
  HEALTH_RETENTION_DAYS: daysOf(2).register(about, {
    group: 'Jobs',
    key: 'retention.healthDays',
    doc: 'Days that the history of health is kept; 2 at least.',
    default: '30',
  }),
  REMINDER_RETENTION_DAYS: daysOf(60).register(about, {
    group: 'Jobs',
    key: 'retention.reminderDays',
    doc: 'Days that it is kept who was reminded of what; 60 at least, or people would be told twice.',
    default: '90',
  }),
  NOTIFICATION_RETENTION_DAYS: daysOf(90).optional().register(about, {
    group: 'Jobs',
    key: 'retention.notificationDays',
    doc: 'Days that notifications and their deliveries are kept, the newest of each kind always; 90 at least.',
    absent: 'kept for good',
    example: '365',
  }),
  TRANSLATION_RETENTION_DAYS: daysOf(7).optional().register(about, {
    group: 'Jobs',
    key: 'retention.translationDays',
    doc: 'Days that finished translation sessions are kept after they were last written to; 7 at least.',
    absent: 'kept for good',
    example: '180',
  }),
  KEY_USAGE_RETENTION_DAYS: daysOf(92).optional().register(about, {
    group: 'Jobs',
    key: 'retention.usageDays',
    doc: 'Days that it is kept what keys used, hour by hour, here and at the relay; 92 at least, so that charts show a quarter.',
    absent: 'kept for good',
    example: '730',
  }),
  SCHEDULE_RETENTION_DAYS: daysOf(30).optional().register(about, {
    group: 'Jobs',
    key: 'retention.scheduleDays',
    doc: 'Days that it is kept what became of due times, and what changed about schedules, the newest of each always; 30 at least.',
    absent: 'kept for good',
    example: '180',
  }),
  PLAN_RETENTION_DAYS: daysOf(7).optional().register(about, {
    group: 'Jobs',
    key: 'retention.planDays',
    doc: 'Days that dry runs are kept after they ended, the last complete one of each person always; 7 at least.',
    absent: 'kept for good, the last 10 of each person',
    example: '90',
  }),
  LIST_RETENTION_DAYS: daysOf(30).optional().register(about, {
    group: 'Jobs',
    key: 'retention.listDays',
    doc: 'Days that ended runs of lists are kept, the last 20 of each list always, and what is known of lists that were deleted; 30 at least.',
    absent: 'kept for good, the last 200 runs of each list',
    example: '365',
  }),
};

export const jobs = {
  ENABLE_CRON: type.truth().register(about, {
    group: 'Jobs',
    key: 'jobs.enabled',
    doc: 'Run jobs when they are due; when off, they run only when asked for.',
    default: 'true',
  }),
  JOBS_TIME_ZONE: type.timeZone().register(about, {
    group: 'Jobs',
    key: 'jobs.timeZone',
    doc: 'Time zone of the times below.',
    default: 'UTC',
  }),
  ...jobCrons,
  ...retention,
};
