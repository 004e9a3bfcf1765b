import type { Clock } from '../../../platform/lib/clock.js';

/** Remembers who was told to wait, so that nobody asks again before. */
export interface RateHolds {
  /** The longer of two holds counts; nothing but time lifts one. */
  hold(key: string, seconds: number): void;
  /** 0 when free to call. */
  secondsLeft(key: string): number;
}

export function createRateHolds(clock: Clock): RateHolds {
  const until = new Map<string, number>();
  return {
    hold: (key, seconds) => {
      const end = clock.now().getTime() + seconds * 1000;
      until.set(key, Math.max(end, until.get(key) ?? 0));
    },
    secondsLeft: (key) => {
      const ms = (until.get(key) ?? 0) - clock.now().getTime();
      if (ms > 0) return Math.ceil(ms / 1000);
      until.delete(key);
      return 0;
    },
  };
}
