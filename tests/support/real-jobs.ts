import { createAccounts } from '../../src/areas/accounts/index.js';
import { createAudit } from '../../src/areas/audit/index.js';
import { listExpiring } from '../../src/areas/connections/tokens/expiring.js';
import { createExpirations } from '../../src/areas/maintenance/index.js';
import type { JobActivitiesDeps } from '../../src/activities/jobs.js';
import type { Database } from '../../src/platform/database/index.js';
import { cleanupOver } from './cleanup-over.js';
import { collectLog } from './collect-log.js';
import { everyJob } from './job-workers.js';
import { notificationsOver } from './notifications-world.js';

export const documentedRetention = {
  ...{ auditDays: 183, jobLogDays: 30, healthDays: 30, reminderDays: 90 },
};

/** The work of `cleanup` and `expiration-check` as it is in earnest; the other jobs do nothing. */
export function realJobs(db: Database): JobActivitiesDeps['jobs'] {
  const clock = { now: () => new Date() };
  const { log } = collectLog();
  const expirations = createExpirations({
    ...{ db, clock, log, accounts: createAccounts({ db, clock }) },
    audit: createAudit({ db, clock, log }),
    connections: { expiring: (at) => listExpiring(db, at) },
    notifications: notificationsOver(db).notifications,
  });
  return {
    ...everyJob(() => () => Promise.resolve({})),
    cleanup: (signal) =>
      cleanupOver(db, { now: clock.now(), retention: documentedRetention }).run(signal),
    'expiration-check': async (signal) => ({ ...(await expirations.check(signal)) }),
  };
}
