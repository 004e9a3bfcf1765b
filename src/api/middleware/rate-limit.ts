import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../problem.js';

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
      const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      throw new Problem(
        'rate-limited',
        `More than ${perMinute} requests in a minute; wait ${seconds} s.`,
        {
          headers: { 'retry-after': String(seconds) },
        },
      );
    }
  };
}
