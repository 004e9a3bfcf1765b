/** Seconds after each failed attempt; the last one repeats until the time is over. */
const pauses = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800];

/** How long a delivery is tried: two days. */
const longestSeconds = 48 * 3_600;

export interface FailedAttempt {
  /** 1 for the first. */
  readonly attempts: number;
  /** When it could be tried first. */
  readonly dueAt: Date;
  readonly now: Date;
  /** What the receiver asked for. */
  readonly retryAfterSeconds?: number | undefined;
}

/** When to try again; undefined when it has been tried long enough. */
export function nextAttempt({
  attempts,
  dueAt,
  now,
  retryAfterSeconds = 0,
}: FailedAttempt): Date | undefined {
  const pause = pauses[Math.min(attempts, pauses.length) - 1] ?? 0;
  const next = now.getTime() + Math.max(pause, retryAfterSeconds) * 1000;
  return next > dueAt.getTime() + longestSeconds * 1000 ? undefined : new Date(next);
}
