import { sql } from '../../../platform/database/index.js';
import type { Retention } from '../../../platform/lib/retention.js';
import type { Expired, ExpiredKind } from '../../accounts/index.js';
import { aged, daysBefore, type Removable } from './removable.js';
import { ofLists, ofSchedules, ofUsage } from './when-asked.js';

/** Runs of each job that are kept however old they are: they say what is usual. */
const keptRuns = 20;

export interface Aged {
  readonly now: Date;
  readonly retention: Retention;
  readonly expired: Readonly<Record<ExpiredKind, Expired>>;
}

/**
 * What goes, in this order: nothing that a sync reads, no run of a job that has not ended, nothing that keeps somebody from being
 * told something a second time.
 */
export function removables({ now, retention, expired }: Aged): readonly Removable[] {
  const { reminderDays, auditDays, jobLogDays, healthDays, notificationDays } = retention;
  return [
    ...(['sessions', 'setupLinks', 'signInCounts', 'repeatableAnswers'] as const).map((name) => ({
      ...{ name, keptDays: null },
      ...expired[name],
    })),
    aged('connectionAttempts', sql`connection_attempts`, {
      days: 1,
      where: sql`expires_at < ${daysBefore(now, 1)}`,
    }),
    aged('reminders', sql`expiration_reminders`, {
      days: reminderDays,
      where: sql`sent_at < ${daysBefore(now, reminderDays)}`,
    }),
    aged('auditRecords', sql`audit_logs`, {
      days: auditDays,
      where: sql`at < ${daysBefore(now, auditDays)}`,
    }),
    aged('healthSamples', sql`health_samples`, {
      days: healthDays,
      where: sql`at < ${daysBefore(now, healthDays)}`,
    }),
    aged('jobRuns', sql`cron_job_logs`, {
      days: jobLogDays,
      where: sql`start_at < ${daysBefore(now, jobLogDays)} AND status <> 'RUNNING' AND start_at <
        (SELECT n.start_at FROM cron_job_logs n WHERE n.job_name = t.job_name
          ORDER BY n.start_at DESC, n.id DESC OFFSET ${keptRuns - 1} LIMIT 1)`,
    }),
    ...(notificationDays === undefined ? [] : told(now, notificationDays)),
    ...ofUsage(now, retention.usageDays),
    ...ofSchedules(now, retention.scheduleDays),
    ...ofLists(now, retention.listDays),
  ];
}

/** Deliveries first: a notification stays as long as one of its deliveries does. */
const told = (now: Date, days: number): readonly Removable[] => [
  aged('deliveries', sql`notification_deliveries`, {
    days,
    where: sql`finished_at < ${daysBefore(now, days)}`,
  }),
  aged('notifications', sql`notifications`, {
    days,
    where: sql`created_at < ${daysBefore(now, days)}
      AND id NOT IN (SELECT max(id) FROM notifications GROUP BY user_id, event)
      AND NOT EXISTS (SELECT FROM notification_deliveries d WHERE d.notification_id = t.id)`,
  }),
];
