export interface Pinned<T> {
  readonly at: 'top' | number;
  readonly item: T;
}

/**
 * The pinned items and as many of the others as the limit leaves room for. Pins on top come first, in the order given; one at a rank
 * has that rank, or the last that is left where the list is shorter. Needs: ranks differ and are past the pins on top, and the pins fit.
 */
export function placePins<T>(
  others: readonly T[],
  pins: readonly Pinned<T>[],
  limit: number | null,
): readonly T[] {
  const length = Math.min(limit ?? Number.POSITIVE_INFINITY, others.length + pins.length);
  const places = new Map<number, T>();
  const onTop = pins.filter(({ at }) => at === 'top');
  for (const [index, { item }] of onTop.entries()) places.set(index, item);
  const ranked = pins.flatMap(({ at, item }) => (at === 'top' ? [] : [{ at, item }]));
  let free = length;
  for (const { at, item } of ranked.sort((one, other) => other.at - one.at)) {
    free = Math.min(at, free) - 1;
    places.set(free, item);
  }
  const rest = others.values();
  return Array.from({ length }, (_, index) => places.get(index) ?? (rest.next().value as T));
}
