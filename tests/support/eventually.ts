/** Asks again until the answer is there; for what another process does in its own time. Fails after a minute, unless told otherwise: machines that run tests are busy. */
export async function eventually<T>(
  ask: () => Promise<T | undefined>,
  what: string,
  patienceMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() >= deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The same for something that is so or not. */
export async function until(isSo: () => boolean, what: string, patienceMs?: number): Promise<void> {
  await eventually(() => Promise.resolve(isSo() ? true : undefined), what, patienceMs);
}
