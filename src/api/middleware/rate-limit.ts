import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Refusal, RequestMeter } from '../../areas/usage/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import type { Actor } from '../ports.js';
import { Problem } from '../problem.js';
import { toRequestLimits } from '../contract/limits.js';
import type { Rate } from '../route.js';

/** Counts one request of whoever asks. Throws `rate-limited` when that is one too many within a minute. */
export type CountRequest = (who: string) => Promise<void>;

/** Per process: N processes let through N times as much. */
export function createRateLimit({ perMinute }: { readonly perMinute: number }): CountRequest {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return async (who) => {
    try {
      await limiter.consume(who);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw tooMany(perMinute, refusal.msBeforeNext);
    }
  };
}

function tooMany(perMinute: number, ms: number): Problem {
  const seconds = toSeconds(ms);
  return new Problem(
    'rate-limited',
    `More than ${perMinute} requests in a minute; wait ${seconds} s.`,
    { headers: { 'retry-after': String(seconds) } },
  );
}

const toSeconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

/** Counts one request of a key, over all processes. Throws `rate-limited`, `quota-exceeded`. */
export type CountKeyRequest = (
  actor: Pick<Actor, 'userId'>,
  key: Extract<Actor['via'], { kind: 'key' }>,
) => Promise<void>;

export interface KeyLimitDeps {
  readonly meter: Pick<RequestMeter, 'admit'>;
  readonly clock: Clock;
  readonly perMinute: number;
  readonly kind: Rate;
}

export const createKeyLimit =
  ({ meter, clock, perMinute, kind }: KeyLimitDeps): CountKeyRequest =>
  async ({ userId }, { keyId, limits, ofAllKeys }) => {
    const refusal = await meter.admit({
      ...{ keyId, userId, perMinute, kind },
      limits: toRequestLimits(limits),
      ofAllKeys: toRequestLimits(ofAllKeys),
    });
    if (refusal !== undefined) throw toProblem(refusal, clock.now());
  };

function toProblem({ of, period, limit, until }: Refusal, now: Date): Problem {
  const ms = until.getTime() - now.getTime();
  if (period === 'minute') return tooMany(limit, ms);
  const whose = of === 'key' ? 'This key' : 'All your keys together';
  return new Problem(
    'quota-exceeded',
    `${whose} may make ${limit} requests in a ${period}; the next ${period} begins at ${until.toISOString()}.`,
    { headers: { 'retry-after': String(toSeconds(ms)) } },
  );
}
