import { BurstyRateLimiter, RateLimiterRes } from 'rate-limiter-flexible';
import { pause } from './abortable.js';
import { countInMemory, type CountWindow, type RateWindow } from './count-window.js';

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
  /** Keeps its counts apart from other gates', where they are kept in one place: `trakt:read`. */
  readonly name: string;
  /** Checked in order; put the widest window first, for what an earlier rule has counted is spent. */
  readonly rules: readonly RateRule[];
  readonly maxWaitSeconds: number;
  /** In memory unless told otherwise: right for one process. */
  readonly count?: CountWindow | undefined;
}

interface Turnstile {
  consume(key: string): Promise<unknown>;
}

export function createRateGate({
  name,
  rules,
  maxWaitSeconds,
  count = countInMemory,
}: RateGateOptions): RateGate {
  const turnstiles = rules.map((rule, index) => createTurnstile(`${name}${index}`, rule, count));
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

function createTurnstile(
  name: string,
  { burst, ...window }: RateRule,
  count: CountWindow,
): Turnstile {
  const steady = count(name, window);
  return burst === undefined
    ? steady
    : new BurstyRateLimiter(steady, count(`${name}-burst`, burst));
}

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
