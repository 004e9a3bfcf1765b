import { setTimeout as pause } from 'node:timers/promises';

/** Some 25 seconds. */
const patientlyMs = [100, 300, 1_000, 3_000, 10_000, 10_000];

/** Repeats what must not fail for a passing reason, after each of these pauses; the last failure is the outcome. */
export async function keepTrying<T>(
  act: () => Promise<T>,
  pausesMs: readonly number[] = patientlyMs,
): Promise<T> {
  for (const ms of pausesMs) {
    try {
      return await act();
    } catch {
      await pause(ms);
    }
  }
  return act();
}
