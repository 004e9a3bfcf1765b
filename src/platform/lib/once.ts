/** Asks at the first call; every later one is given the same answer, or the same error. */
export function once<T extends object>(ask: () => T): () => T {
  let asked: T | undefined;
  return () => (asked ??= ask());
}
