import { RateLimiterMemory, type RateLimiterAbstract } from 'rate-limiter-flexible';

/** So many requests in so many seconds, counted from the first one. */
export interface RateWindow {
  readonly requests: number;
  readonly perSeconds: number;
}

/** Makes the count behind one window; `name` tells it from the others. */
export type CountWindow = (name: string, window: RateWindow) => RateLimiterAbstract;

export const countInMemory: CountWindow = (name, { requests, perSeconds }) =>
  new RateLimiterMemory({ keyPrefix: name, points: requests, duration: perSeconds });
