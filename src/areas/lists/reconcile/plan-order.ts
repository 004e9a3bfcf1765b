export type OrderPlan =
  /** Right as it is, or will be once the added items stand at the end, as Trakt puts them. */
  | { readonly kind: 'right' }
  /** `rank` is the body of the reorder request: all rows. `moved`: so few items change their place relative to the others. */
  | { readonly kind: 'reorder'; readonly rank: readonly number[]; readonly moved: number }
  /** Rows of added items have no id until they are read; then the next diff tells. */
  | { readonly kind: 'after-reading' };

/** A row of the list that is not removed. */
export interface StayingRow {
  readonly rowId: number;
  /** Where its item is wanted, from 0; null for what nobody wants, and for the second row of an item. */
  readonly place: number | null;
}

export interface Ordering {
  /** As they are shown. */
  readonly staying: readonly StayingRow[];
  /** Where added items are wanted, in the order they are sent. */
  readonly added: readonly number[];
  /** A list that Trakt sorts otherwise needs no order of ours. */
  readonly isRanked: boolean;
}

/** Rows without a place belong behind all others, in the order they have. */
export function planOrder({ staying, added, isRanked }: Ordering): OrderPlan {
  if (!isRanked) return { kind: 'right' };
  const ends = [...staying.map(({ place }) => place ?? 0), ...added];
  const behind = ends.reduce((last, place) => Math.max(last, place), 0) + 1;
  const placed = staying.map(({ rowId, place }, at) => ({ rowId, place: place ?? behind + at }));
  if (isAscending([...placed.map(({ place }) => place), ...added])) return { kind: 'right' };
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
