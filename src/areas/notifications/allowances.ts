import { createHash } from 'node:crypto';
import { RateLimiterPrisma, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '../../platform/database/index.js';
import { NotificationError } from './notification-error.js';

/** So many in so many seconds, counted from the first. */
interface Allowance {
  readonly points: number;
  readonly duration: number;
}

const hours = 3_600;

const allowances = {
  /** Questions whether an address wants mail, whoever asks: it may be a stranger's. */
  'mail-to': { points: 3, duration: 24 * hours },
  /** The same questions, of one person. */
  'mail-by': { points: 10, duration: 24 * hours },
  /** Tests of one channel. */
  'channel-test': { points: 5, duration: hours / 6 },
  /** Deliveries a person has sent again by hand. */
  'delivery-retry': { points: 60, duration: hours },
} as const satisfies Readonly<Record<string, Allowance>>;

export type AllowanceName = keyof typeof allowances;

/** Counts one of these in the database, so for all processes together. Throws NotificationError `throttled` for one too many. */
export type CountUse = (name: AllowanceName, key: string) => Promise<void>;

export function createAllowances(db: Database): CountUse {
  const limiters = new Map(
    Object.entries(allowances).map(([name, allowance]) => [
      name,
      new RateLimiterPrisma({
        storeClient: db,
        tableName: 'signInCount',
        keyPrefix: name,
        clearExpiredByTimeout: false,
        ...allowance,
      }),
    ]),
  );
  return async (name, key) => {
    try {
      await limiters.get(name)?.consume(hashed(key));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      throw new NotificationError('throttled', `Too many of these; wait ${seconds} s.`, seconds);
    }
  };
}

/** Of an address, nothing readable is kept. */
const hashed = (key: string): string => createHash('sha256').update(key).digest('base64url');
