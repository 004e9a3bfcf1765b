import type { Clock } from '../../src/platform/lib/clock.js';

/** The real time, until it is moved on. */
export function movableClock(): Clock & { readonly moveOn: (hours: number) => void } {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    moveOn: (hours) => {
      ahead += hours * 3_600_000;
    },
  };
}
