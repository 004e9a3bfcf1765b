import pLimit from 'p-limit';

/**
 * Acts on every item, at most `inFlight` at once. After a failure none is begun any more, and the first one is thrown when
 * none is under way.
 */
export async function aFewAtOnce<T>(
  items: readonly T[],
  inFlight: number,
  act: (item: T) => Promise<void>,
): Promise<void> {
  const turns = pLimit(inFlight);
  const failures: unknown[] = [];
  const actOnce = async (item: T): Promise<void> => {
    if (failures.length > 0) return;
    try {
      await act(item);
    } catch (error) {
      failures.push(error);
    }
  };
  await Promise.all(items.map((item) => turns(actOnce, item)));
  if (failures.length > 0) throw failures[0];
}
