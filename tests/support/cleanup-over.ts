import { createAccounts } from '../../src/areas/accounts/index.js';
import { cleanUpPlans, type PlansPolicy } from '../../src/areas/history/planning/clean-up-plans.js';
import { createCleanup, type Cleanup } from '../../src/areas/maintenance/index.js';
import { cleanUp } from '../../src/areas/translation/keeping/clean-up.js';
import type { Database } from '../../src/platform/database/index.js';
import type { Retention } from '../../src/platform/lib/retention.js';

/** The cleanup of a process whose clock stands still. */
export function cleanupOver(
  db: Database,
  { now, retention }: { readonly now: Date; readonly retention: Retention },
): Cleanup {
  const clock = { now: () => now };
  return createCleanup({
    ...{ db, clock, retention, accounts: createAccounts({ db, clock }) },
    translation: { cleanUp: (policy: Parameters<typeof cleanUp>[1]) => cleanUp(db, policy) },
    history: { planning: { cleanUp: (policy: PlansPolicy) => cleanUpPlans(db, policy) } },
  });
}
