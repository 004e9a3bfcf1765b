import { offsetReader } from '../../../platform/lib/zone-offset.js';

export const minuteMs = 60_000;
export const dayMs = 1_440 * minuteMs;

/** What the clocks of a zone show. All times in ms. */
export interface ZoneClock {
  /** Since its midnight. */
  readonly inDay: (instant: number) => number;
  /** The moment the clocks are changed between two that are a day apart at most; undefined where they are not. */
  readonly changeWithin: (start: number, end: number) => number | undefined;
  /** Whether the change at this moment jumps over a time of the day. */
  readonly jumpsOver: (change: number, time: number) => boolean;
}

export const modulo = (value: number, by: number): number => ((value % by) + by) % by;

export function createZoneClock(timeZone: string): ZoneClock {
  const offsetAt = offsetReader(timeZone);
  const inDay = (instant: number): number => modulo(instant + offsetAt(instant), dayMs);
  return {
    inDay,

    changeWithin(start, end) {
      const before = offsetAt(start);
      if (offsetAt(end) === before) return undefined;
      let [low, high] = [start, end];
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (offsetAt(middle) === before) low = middle;
        else high = middle;
      }
      return high;
    },

    jumpsOver(change, time) {
      const jump = offsetAt(change) - offsetAt(change - 1);
      const shownBefore = modulo(inDay(change) - jump, dayMs);
      return jump > 0 && modulo(time - shownBefore, dayMs) < jump;
    },
  };
}
