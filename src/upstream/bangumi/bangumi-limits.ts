import {
  createRateGate,
  toWindow,
  type CountWindow,
  type RateGate,
  type RateRule,
} from '../http/index.js';

/** Bangumi bans a user for an hour at the 3,001st request in 10 minutes (Bangumi API notes, rate limit). */
export interface BangumiLimits {
  /** Default 4. */
  readonly perSecond?: number | undefined;
  /** Taken beyond that within 10 minutes. Default 300. */
  readonly burst?: number | undefined;
  /** Longer waits end as `rate-limited`. Default 60. */
  readonly maxWaitSeconds?: number | undefined;
}

const banWindowSeconds = 600;

/** One count for reads and writes, as the service has. */
export function createBangumiGate(limits: BangumiLimits | 'off', count?: CountWindow): RateGate {
  const name = 'bangumi:all';
  if (limits === 'off') return createRateGate({ name, rules: [], maxWaitSeconds: 0 });
  const { perSecond = 4, burst = 300, maxWaitSeconds = 60 } = limits;
  const steady: RateRule = {
    ...toWindow(perSecond),
    burst: { requests: burst, perSeconds: banWindowSeconds },
  };
  // Two bursts may meet where their windows touch; the roof keeps even that below the ban.
  const roof: RateRule = {
    requests: Math.ceil(perSecond * banWindowSeconds) + burst,
    perSeconds: banWindowSeconds,
  };
  return createRateGate({ name, rules: [roof, steady], maxWaitSeconds, count });
}
