import type { RecordsErrorKind } from '../http/records-error.js';

export interface RetryPace {
  /** ms; doubled with each failure in a row. */
  readonly first: number;
  readonly longest: number;
  /** ms; what stopped, or was set aside, is tried again after this. Default 5 min. */
  readonly slowly?: number | undefined;
}

/** Whether sending the same again later may succeed. Everything else is for a person to mend. */
const passes: Readonly<Record<RecordsErrorKind, boolean>> = {
  busy: true,
  unavailable: true,
  malformed: true,
  unauthorized: false,
  forbidden: false,
  'wrong-address': false,
  'not-found': false,
  refused: false,
  'too-large': false,
};

export const mayPass = (kind: RecordsErrorKind): boolean => passes[kind];

/** A server that names a longer time is asked again after this. */
const longestAsked = 600_000;

/** ms until the next attempt: somewhere below the pace, so that those who failed together do not come together; never before the server said. */
export function delayBefore(
  { first, longest }: RetryPace,
  failures: number,
  {
    retryAfterMs = 0,
    random = Math.random,
  }: { retryAfterMs?: number | undefined; random?: () => number } = {},
): number {
  const most = Math.min(longest, first * 2 ** Math.min(failures - 1, 30));
  return Math.min(retryAfterMs, longestAsked) + Math.round(most * (0.5 + random() / 2));
}
