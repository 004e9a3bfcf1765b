import { setTimeout as wait } from 'node:timers/promises';

const askEveryMs = 50;

/** Asks again until the answer is there. Throws when time is up. */
export async function within<T>(
  ms: number,
  what: string,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${ms / 1000} s in vain for ${what}`);
    await wait(askEveryMs);
  }
}
