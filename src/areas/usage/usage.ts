import type { Readable } from 'node:stream';
import type { Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { RelayClient } from '../../upstream/relay/index.js';
import type { Accounts } from '../accounts/index.js';
import type { Notifications } from '../notifications/index.js';
import { exportKeys } from './reading/export-keys.js';
import { exportUsage } from './reading/export-usage.js';
import { readSeries, type SeriesWish, type UsageChart } from './reading/read-series.js';
import type { UsageWish } from './reading/usage-rows.js';
import { readRelay, type PassReport } from './relay/read-relay.js';
import { createReadingStore, type RelayStanding } from './relay/reading-store.js';
import { createRelayKeys, type RelayKeys } from './relay/relay-keys.js';
import { createCountStore } from './requests/count-store.js';
import { orConfigured, type RequestLimits } from './requests/periods.js';
import { readStanding, type LimitsStanding } from './requests/read-standing.js';
import { createRequestMeter, type RequestMeter } from './requests/request-meter.js';
import { createTellLimit } from './requests/tell-limit.js';

export interface UsageDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly accounts: { readonly people: Pick<Accounts['people'], 'listAdmins'> };
  readonly notifications: Pick<Notifications, 'notify'>;
  /** Absent: there is none. */
  readonly relay?: RelayClient | undefined;
  readonly relayTimeZone: string;
  readonly keyLimits: RequestLimits;
  readonly userLimits: RequestLimits;
}

/** A key, or all keys of a person, and what is said of it. */
export interface LimitedSubject {
  readonly kind: 'key' | 'user';
  readonly id: string;
  readonly limits: RequestLimits;
}

/** What API keys use, here and at the relay, and how much they may. */
export interface Usage {
  readonly meter: RequestMeter;
  /** Where a key says nothing itself. */
  readonly keyLimits: RequestLimits;
  readonly relayKeys: RelayKeys;
  /** Undefined where there is no relay. */
  readonly readRelay: (() => Promise<PassReport>) | undefined;
  standing(): Promise<RelayStanding>;
  /** How much is used of the limits of a key, or of all keys of a person; of other processes as they told a moment ago. */
  limitsOf(whose: LimitedSubject): Promise<LimitsStanding>;
  /** What other processes counted a moment ago may be lacking. Throws TooMuchUsageError, InputError. */
  series(wish: SeriesWish): Promise<UsageChart>;
  /** As CSV. */
  exportUsage(wish: UsageWish): Readable;
  /** As CSV; of one person, or of everybody. */
  exportKeys(userId: string | undefined): Readable;
}

export function createUsage(deps: UsageDeps): Usage {
  const { db, clock, log, relay, relayTimeZone: timeZone, keyLimits, userLimits } = deps;
  const readings = createReadingStore({ db });
  const store = createCountStore({ db });
  const onRefused = createTellLimit(deps);
  const meter = createRequestMeter({ store, clock, log, keyLimits, userLimits, onRefused });
  return {
    meter,
    keyLimits,
    relayKeys: createRelayKeys({ db }),
    readRelay:
      relay === undefined ? undefined : () => readRelay({ ...deps, relay, timeZone, readings }),
    standing: () => readings.standing(),
    async limitsOf({ kind, id, limits: said }) {
      await meter.flush();
      const limits = orConfigured(said, kind === 'key' ? keyLimits : userLimits);
      return readStanding({ store, subject: `${kind}:${id}`, limits, now: clock.now() });
    },
    async series(wish) {
      await meter.flush();
      return readSeries(db, wish);
    },
    exportUsage: (wish) => exportUsage(db, wish),
    exportKeys: (userId) => exportKeys(db, userId),
  };
}
