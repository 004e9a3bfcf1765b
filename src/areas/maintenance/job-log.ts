import type { Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import type { Accounts } from '../accounts/index.js';
import type { Audit } from '../audit/index.js';
import type { Notifications } from '../notifications/index.js';
import type { JobEnd, JobRun, JobStatistics, JobTrigger } from './job-run.js';
import { createJobRunStore, type JobRunStore } from './job-run-store.js';
import { createJobStatistics } from './job-statistics.js';
import { newsOfJob } from './news-of-job.js';

export interface JobLogDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly audit: Pick<Audit, 'record'>;
  readonly accounts: Pick<Accounts, 'people'>;
  readonly notifications: Pick<Notifications, 'notify'>;
}

export interface JobLog extends Pick<JobRunStore, 'find' | 'page' | 'latest' | 'openSince'> {
  /** Of runs that began since then, by job. */
  statistics(since: Date): Promise<ReadonlyMap<string, JobStatistics>>;
  /** Before any work. Safe to repeat. */
  open(run: {
    readonly id: string;
    readonly job: string;
    readonly trigger: JobTrigger;
  }): Promise<void>;
  /** Writes down how it ended, in the audit too, and tells administrators what they have to know. Safe to repeat. */
  close(id: string, end: JobEnd, workflowId?: string): Promise<void>;
}

/** The book of jobs. */
export function createJobLog(deps: JobLogDeps): JobLog {
  const { clock, audit } = deps;
  const store = createJobRunStore(deps);
  const book = createJobStatistics(deps);
  return {
    ...store,
    statistics: (since) => book.statistics(since),
    open: (run) => store.open(run, clock.now()),
    async close(id, end, workflowId) {
      const run = await store.close(id, end, clock.now());
      if (run === undefined) return;
      await audit.record({
        actor: { kind: 'system', name: 'jobs' },
        action: 'job.ended',
        target: { kind: 'job', id: run.job },
        workflowId,
        once: `job/${id}`,
        ...(run.status === 'FAILED'
          ? { outcome: 'failed', detail: { reason: run.error ?? '' } }
          : { outcome: 'done', detail: run.result ?? {} }),
      });
      await tell(deps, run, await book.past(run));
    },
  };
}

async function tell(
  { accounts, notifications }: JobLogDeps,
  run: JobRun,
  past: Parameters<typeof newsOfJob>[1],
): Promise<void> {
  const news = newsOfJob(run, past);
  if (news === null) return;
  const { job } = run;
  const at = run.startAt.toISOString();
  for (const userId of await accounts.people.listAdmins()) {
    const told = { userId, dedupeKey: news.dedupeKey };
    if (news.event === 'job.slow') {
      const { usualMs } = news;
      const data = {
        job,
        at,
        seconds: toSeconds(run.durationMs ?? 0),
        usualSeconds: toSeconds(usualMs),
      };
      await notifications.notify({ ...told, event: 'job.slow', data });
    } else if (job === 'backup')
      await notifications.notify({ ...told, event: 'backup.failed', data: { at } });
    else await notifications.notify({ ...told, event: 'job.failed', data: { job, at } });
  }
}

const toSeconds = (ms: number): number => Math.round(ms / 1_000);
