import { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { CalledService } from '../upstream-error.js';
import { countInMemory, type CountWindow } from './count-window.js';

/** A PostgreSQL table `key, points, expire` that all processes see. */
export interface LimitsTable {
  readonly name: string;
  /** Rejects, and soon, when the database does not answer. */
  query(statement: { readonly text: string; readonly values: unknown[] }): Promise<{
    readonly rows: unknown[];
    readonly rowCount: number | null;
  }>;
}

/** Who was told to wait, in whatever process. */
export interface SharedHolds {
  /** The longer of two holds counts. */
  tell(key: string, seconds: number): Promise<void>;
  /** 0 when free to call, or when nobody can be asked. */
  secondsLeft(key: string): Promise<number>;
}

/** What several processes know together; each goes on with what it counts itself while the database is away. */
export interface SharedLimits {
  readonly count: CountWindow;
  holdsOf(service: CalledService): SharedHolds;
}

export function createSharedLimits(table: LimitsTable): SharedLimits {
  const common = {
    storeClient: table,
    storeType: 'pool',
    tableName: table.name,
    // By a migration; and whose table it is also removes what has expired.
    tableCreated: true,
    clearExpiredByTimeout: false,
  };
  return {
    count: (name, window) =>
      new RateLimiterPostgres({
        ...common,
        keyPrefix: name,
        points: window.requests,
        duration: wholeMilliseconds(window.perSeconds),
        insuranceLimiter: countInMemory(name, window),
      }),
    holdsOf: (service) =>
      createSharedHolds(
        new RateLimiterPostgres({
          ...common,
          keyPrefix: `${service}:hold`,
          points: 0,
          duration: 1,
        }),
      ),
  };
}

/** The column is a bigint: 0.7 requests a second would make a window of 1,428.57 ms, and every statement fail. */
const wholeMilliseconds = (seconds: number): number => Math.ceil(seconds * 1000) / 1000;

function createSharedHolds(told: RateLimiterPostgres): SharedHolds {
  const secondsLeft = async (key: string): Promise<number> => {
    const found = await told.get(key);
    return found === null ? 0 : Math.ceil(found.msBeforeNext / 1000);
  };
  return {
    tell: async (key, seconds) => {
      try {
        if (seconds > (await secondsLeft(key))) await told.block(key, seconds);
      } catch {
        // The database's door has said that it does not answer. This process remembers the wait by itself.
      }
    },
    secondsLeft: async (key) => {
      try {
        return await secondsLeft(key);
      } catch {
        return 0;
      }
    },
  };
}
