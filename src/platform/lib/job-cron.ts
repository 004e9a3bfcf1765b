/** Variables that say when a job comes due. */
export type JobCron =
  | 'SCHEDULE_WATCH_CRON'
  | 'SCHEDULE_RECONCILE_CRON'
  | 'CONNECTIONS_RENEW_CRON'
  | 'ID_MAP_REFRESH_CRON'
  | 'MATCHES_RECHECK_CRON'
  | 'FILE_RECONCILE_CRON'
  | 'BACKUP_CRON'
  | 'DATA_SYNC_CRON';
