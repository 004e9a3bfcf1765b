import type { Clock } from '../../platform/lib/clock.js';

export interface WindowUse {
  /** Including the request just counted. */
  readonly used: number;
  /** When the window ends, in milliseconds of the epoch. */
  readonly until: number;
}

/** Counts per key in windows that start at a key's first request and last `periodMs`. */
export function createFixedWindow({
  clock,
  periodMs,
}: {
  readonly clock: Clock;
  readonly periodMs: number;
}) {
  const windows = new Map<string, { used: number; until: number }>();
  return {
    take(key: string): WindowUse {
      const now = clock.now().getTime();
      let window = windows.get(key);
      if (window === undefined || window.until <= now) {
        window = { used: 0, until: now + periodMs };
        windows.set(key, window);
      }
      window.used += 1;
      return { used: window.used, until: window.until };
    },
  };
}
