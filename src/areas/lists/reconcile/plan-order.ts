import type { ShownItem } from './shown-list.js';

type Key = ShownItem['key'];

export type OrderPlan =
  /** Right as it is, or will be once the added items stand at the end, as Trakt puts them. */
  | { readonly kind: 'right' }
  /** `rank` is the body of the reorder request: all rows. `moved`: so few items change their place relative to the others. */
  | { readonly kind: 'reorder'; readonly rank: readonly number[]; readonly moved: number }
  /** Rows of added items have no id until they are read; then the next diff tells. */
  | { readonly kind: 'after-reading' };

export interface Ordering {
  /** Each once, without those that will not be there. */
  readonly wanted: readonly Key[];
  /** Rows that stay, as they are shown. */
  readonly staying: readonly { readonly rowId: number; readonly key: Key }[];
  /** In the order they are sent. */
  readonly added: readonly Key[];
  /** A list that Trakt sorts otherwise needs no order of ours. */
  readonly isRanked: boolean;
}

/** Rows that nobody wants, and second rows of one item, belong behind all others, in the order they have. */
export function planOrder({ wanted, staying, added, isRanked }: Ordering): OrderPlan {
  if (!isRanked) return { kind: 'right' };
  const places = new Map(wanted.map((key, at) => [key, at]));
  const seen = new Set<Key>();
  const placed = staying.map(({ rowId, key }, at) => {
    const isExtra = seen.has(key) || !places.has(key);
    seen.add(key);
    return { rowId, place: isExtra ? wanted.length + at : (places.get(key) ?? 0) };
  });
  const toCome = added.map((key) => places.get(key) ?? 0);
  if (isAscending([...placed.map(({ place }) => place), ...toCome])) return { kind: 'right' };
  if (added.length > 0) return { kind: 'after-reading' };
  const rank = [...placed].sort((one, other) => one.place - other.place).map(({ rowId }) => rowId);
  return { kind: 'reorder', rank, moved: placed.length - longestRise(placed) };
}

const isAscending = (places: readonly number[]): boolean =>
  places.every((place, at) => at === 0 || (places[at - 1] ?? 0) < place);

/** Length of the longest run of items that are in order already, others between them allowed (patience sorting). */
function longestRise(placed: readonly { readonly place: number }[]): number {
  const tops: number[] = [];
  for (const { place } of placed) {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tops[middle] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    tops[low] = place;
  }
  return tops.length;
}
