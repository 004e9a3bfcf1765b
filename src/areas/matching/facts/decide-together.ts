import type { Ask, Deciding } from './facts.js';

/**
 * Carries many decisions forward at once: what all of them want to know is looked up together, each thing once, and
 * then every one goes on, until all are made. In the order of `open`.
 */
export async function decideTogether<T>(
  open: readonly Deciding<T>[],
  lookUp: (asks: readonly Ask[]) => Promise<void>,
): Promise<T[]> {
  const made = new Map<Deciding<T>, T>();
  let waiting = open;
  while (waiting.length > 0) {
    const asks: Ask[] = [];
    const still: Deciding<T>[] = [];
    for (const deciding of waiting) {
      const step = deciding.next();
      if (step.done === true) made.set(deciding, step.value);
      else {
        asks.push(...step.value);
        still.push(deciding);
      }
    }
    if (asks.length > 0) await lookUp(asks);
    waiting = still;
  }
  return open.flatMap((deciding) => (made.has(deciding) ? [made.get(deciding) as T] : []));
}
