/** Counts that add up under a key until they are taken. */
export interface AddingUp<T extends { readonly count: number }> {
  readonly size: number;
  readonly add: (one: T) => void;
  readonly countOf: (key: string) => number;
  all(): readonly T[];
  clear(): void;
}

export function createAddingUp<T extends { readonly count: number }>(
  keyOf: (one: Omit<T, 'count'>) => string,
): AddingUp<T> {
  const counts = new Map<string, T>();
  const countOf = (key: string): number => counts.get(key)?.count ?? 0;
  return {
    get size() {
      return counts.size;
    },
    add: (one) => {
      const key = keyOf(one);
      counts.set(key, { ...one, count: countOf(key) + one.count });
    },
    countOf,
    all: () => [...counts.values()],
    clear: () => {
      counts.clear();
    },
  };
}
