import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { pause } from './abortable.js';

/** So many requests in so many seconds, counted from the first one. */
export interface RateWindow {
  readonly requests: number;
  readonly perSeconds: number;
}

/** A window, and what may be taken beyond it now and then. */
export interface RateRule extends RateWindow {
  readonly burst?: RateWindow | undefined;
}

/** `perSecond` may be a fraction; the window holds whole requests. */
export const toWindow = (perSecond: number): RateWindow => {
  const requests = Math.max(1, Math.floor(perSecond));
  return { requests, perSeconds: requests / perSecond };
};

/** Lets a request pass when every rule allows it. */
export interface RateGate {
  /** Waits its turn and returns 0; or, where that takes longer than allowed, returns at once the seconds to wait. */
  enter(key: string, signal?: AbortSignal): Promise<number>;
}

export interface RateGateOptions {
  /** Checked in order; put the widest window first, for what an earlier rule has counted is spent. */
  readonly rules: readonly RateRule[];
  readonly maxWaitSeconds: number;
}

interface Turnstile {
  consume(key: string): Promise<unknown>;
}

/** Counts in memory: right for one process. */
export function createRateGate({ rules, maxWaitSeconds }: RateGateOptions): RateGate {
  const turnstiles = rules.map(createTurnstile);
  return {
    enter: async (key, signal) => {
      let msLeft = maxWaitSeconds * 1000;
      for (const turnstile of turnstiles) {
        for (;;) {
          const ms = await tryTurnstile(turnstile, key);
          if (ms === 0) break;
          if (ms > msLeft) return Math.ceil(ms / 1000);
          await pause(ms, signal);
          msLeft -= ms;
        }
      }
      return 0;
    },
  };
}

function createTurnstile({ burst, ...window }: RateRule): Turnstile {
  const steady = createWindow(window);
  return burst === undefined ? steady : new BurstyRateLimiter(steady, createWindow(burst));
}

const createWindow = ({ requests, perSeconds }: RateWindow): RateLimiterMemory =>
  new RateLimiterMemory({ points: requests, duration: perSeconds });

/** 0 when passed, else the milliseconds until it is worth asking again. */
async function tryTurnstile(turnstile: Turnstile, key: string): Promise<number> {
  try {
    await turnstile.consume(key);
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext));
    throw refusal;
  }
}
