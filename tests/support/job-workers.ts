import { createJobActivities, type JobActivitiesDeps } from '../../src/activities/jobs.js';
import { createAccounts } from '../../src/areas/accounts/index.js';
import { createAudit } from '../../src/areas/audit/index.js';
import { createJobLog, type JobLog } from '../../src/areas/maintenance/index.js';
import type { TemporalLink } from '../../src/orchestration/connect.js';
import { createWorkers, type Workers } from '../../src/orchestration/workers.js';
import type { Database } from '../../src/platform/database/index.js';
import type { Clock } from '../../src/platform/lib/clock.js';
import { jobNames, type JobName, type QueueNames } from '../../src/workflows/contract.js';
import { collectLog } from './collect-log.js';
import { notificationsOver } from './notifications-world.js';

type JobWork = JobActivitiesDeps['jobs'][JobName];

/** The book of jobs over a database. */
export function jobLogOver(db: Database, clock: Clock): JobLog {
  const { log } = collectLog();
  const { notifications } = notificationsOver(db);
  const accounts = createAccounts({ db, clock });
  return createJobLog({
    db,
    clock,
    audit: createAudit({ db, clock, log }),
    accounts,
    notifications,
  });
}

/** Every job does the same. */
export const everyJob = (work: (name: JobName) => JobWork): JobActivitiesDeps['jobs'] => {
  const [first, ...others] = jobNames.map((name) => [name, work(name)] as const);
  if (first === undefined) throw new Error('There are no jobs.');
  return Object.fromEntries([first, ...others]) as unknown as JobActivitiesDeps['jobs'];
};

export interface JobWorkersParts {
  readonly link: Pick<TemporalLink, 'connection' | 'namespace'>;
  readonly queues: QueueNames;
  readonly db: Database;
  readonly jobs: JobActivitiesDeps['jobs'];
  readonly limitMs?: number;
  readonly bundlePath: string;
}

/** A process that runs jobs and nothing else. */
export async function startJobWorkers(parts: JobWorkersParts): Promise<Workers> {
  const clock = { now: () => new Date() };
  const { limitMs } = parts;
  const workers = await createWorkers({
    connection: parts.link.connection,
    namespace: parts.link.namespace,
    queues: parts.queues,
    activities: {
      recordTick: () => Promise.resolve(),
      ...createJobActivities({
        clock,
        retryPace: { first: 20, longest: 100 },
        jobLog: jobLogOver(parts.db, clock),
        jobs: parts.jobs,
        ...(limitMs === undefined ? {} : { jobLimitMs: () => limitMs }),
      }),
    },
    workflows: { bundlePath: parts.bundlePath },
    graceMs: 100,
    log: collectLog().log,
  });
  workers.run().catch(() => undefined);
  return workers;
}
