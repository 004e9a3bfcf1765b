import type { Accounts } from '../../../src/areas/accounts/index.js';
import { createUsage, type Usage } from '../../../src/areas/usage/index.js';
import type { Database } from '../../../src/platform/database/index.js';
import { systemClock } from '../../../src/platform/lib/clock.js';
import type { Logger } from '../../../src/platform/lib/logger.js';

interface BenchUsageDeps {
  readonly db: Database;
  readonly accounts: Accounts;
  readonly log: Logger;
}

/** Requests are counted as they are in earnest; nobody is told that there are many. */
export const benchUsage = (deps: BenchUsageDeps): Usage =>
  createUsage({
    ...deps,
    clock: systemClock,
    notifications: { notify: () => Promise.resolve('known') },
    relayTimeZone: 'UTC',
    keyLimits: { minute: 1e9 },
    userLimits: {},
  });
