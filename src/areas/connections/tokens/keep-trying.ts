import { setTimeout as pause } from 'node:timers/promises';

const pausesMs = [100, 300, 1_000, 3_000, 10_000, 10_000];

/** Repeats what must not fail for a passing reason, for some 25 seconds; the last failure is the outcome. */
export async function keepTrying<T>(act: () => Promise<T>): Promise<T> {
  for (const ms of pausesMs) {
    try {
      return await act();
    } catch {
      await pause(ms);
    }
  }
  return act();
}
