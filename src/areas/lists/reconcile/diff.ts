import type { TraktKey } from '../item-key.js';
import { planOrder, type OrderPlan, type StayingRow } from './plan-order.js';
import type { ListSettings, ShownItem, ShownList, WantedItem, WantedList } from './shown-list.js';

type ShownKey = ShownItem['key'];

/** What earlier runs learnt of items. */
export interface Learnt {
  /** Ids that Trakt merged into others: old to new. */
  readonly merged: ReadonlyMap<TraktKey, TraktKey>;
  /** Items that Trakt did not have, with the fingerprint they were sent by: not sent again until that changes. */
  readonly notFound: ReadonlyMap<TraktKey, string>;
  /** Items that stayed twice though they were taken out and added anew: left as they are. */
  readonly stayTwice: ReadonlySet<TraktKey>;
}

/** What becomes of items that are shown and not wanted: all go, or only those that we put there. */
export type Strangers =
  { readonly kind: 'remove' } | { readonly kind: 'keep'; readonly ours: ReadonlySet<ShownKey> };

export interface Reconciling {
  readonly wanted: WantedList;
  readonly shown: ShownList;
  readonly learnt: Learnt;
  readonly strangers: Strangers;
}

export interface ListDiff {
  /** By the ids Trakt shows them under. To be removed before anything is added: room may be short. */
  readonly remove: readonly ShownKey[];
  /** In the order wanted. */
  readonly add: readonly WantedItem[];
  readonly unchanged: number;
  /** Shown twice: among `remove` and `add` both, since Trakt removes by title, not by row. */
  readonly twice: readonly TraktKey[];
  /** Wanted, but not sent: Trakt did not have them. */
  readonly heldBack: readonly WantedItem[];
  /** Not wanted and not ours. */
  readonly kept: readonly ShownKey[];
  readonly order: OrderPlan;
  /** Only what differs. */
  readonly settings: Partial<ListSettings>;
}

export const nothingLearnt: Learnt = {
  merged: new Map(),
  notFound: new Map(),
  stayTwice: new Set(),
};

/** What is to be done for Trakt to show what is wanted. O(n); where the order is wrong, O(n log n) for how many items moved. */
export function diffList(reconciling: Reconciling): ListDiff {
  const { wanted, shown, learnt } = reconciling;
  const { items, places } = placeItems(wanted.items, learnt.merged);
  const { here, staying, ...sorted } = sortRows({ reconciling, items, places });
  const missing = items.flatMap((item, place) => (here[place] === 1 ? [] : [{ item, place }]));
  const isHeldBack = ({ item: { key, fingerprint } }: { readonly item: WantedItem }) =>
    learnt.notFound.get(key) === fingerprint;
  const added = missing.filter((one) => !isHeldBack(one));
  return {
    ...sorted,
    add: added.map(({ item }) => item),
    unchanged: items.length - missing.length,
    heldBack: missing.filter(isHeldBack).map(({ item }) => item),
    order: planOrder({
      staying,
      added: added.map(({ place }) => place),
      isRanked: wanted.settings.sortBy === 'rank',
    }),
    settings: differing(wanted.settings, shown.settings),
  };
}

interface Placed {
  /** Each title once, under its current id. */
  readonly items: readonly WantedItem[];
  readonly places: ReadonlyMap<ShownKey, number>;
}

function placeItems(wanted: readonly WantedItem[], merged: Learnt['merged']): Placed {
  const places = new Map<ShownKey, number>();
  const items: WantedItem[] = [];
  for (const item of wanted) {
    const key = followMerges(item.key, merged);
    if (places.has(key)) continue;
    places.set(key, items.length);
    items.push(key === item.key ? item : { ...item, key });
  }
  return { items, places };
}

interface Sorting extends Placed {
  readonly reconciling: Reconciling;
}

/** What becomes of each row that is shown. `here[place]` is 1 for a wanted item that is there and stays. */
function sortRows({ reconciling: { shown, learnt, strangers }, items, places }: Sorting) {
  const rows = inOrder(shown.items);
  const rowPlaces = rows.map(({ key }) => places.get(currentKey(key, learnt.merged)));
  const twice = findTwice(rowPlaces, { items, stayTwice: learnt.stayTwice });
  const isLeaving = (key: ShownKey) => strangers.kind === 'remove' || strangers.ours.has(key);
  const here = new Uint8Array(items.length);
  const [remove, kept] = [new Set<ShownKey>(), new Set<ShownKey>()];
  const staying: StayingRow[] = [];
  for (const [at, { key, rowId }] of rows.entries()) {
    const place = rowPlaces[at];
    if (place === undefined ? isLeaving(key) : twice.has(place)) remove.add(key);
    else if (place === undefined) {
      kept.add(key);
      staying.push({ rowId, place: null });
    } else {
      staying.push({ rowId, place: here[place] === 1 ? null : place });
      here[place] = 1;
    }
  }
  return { here, staying, remove: [...remove], kept: [...kept], twice: [...twice.values()] };
}

/** Wanted items that have more than one row, by their places. */
function findTwice(
  rowPlaces: readonly (number | undefined)[],
  { items, stayTwice }: Pick<Placed, 'items'> & Pick<Learnt, 'stayTwice'>,
): ReadonlyMap<number, TraktKey> {
  const seen = new Uint8Array(items.length);
  const twice = new Map<number, TraktKey>();
  for (const place of rowPlaces) {
    if (place === undefined) continue;
    const item = items[place];
    if (seen[place] === 1 && item !== undefined && !stayTwice.has(item.key))
      twice.set(place, item.key);
    seen[place] = 1;
  }
  return twice;
}

/** By rank; most answers are in that order already. */
function inOrder(rows: readonly ShownItem[]): readonly ShownItem[] {
  const isSorted = rows.every(({ rank }, at) => at === 0 || (rows[at - 1]?.rank ?? 0) <= rank);
  return isSorted ? rows : [...rows].sort((one, other) => one.rank - other.rank);
}

const currentKey = (key: ShownKey, merged: Learnt['merged']): ShownKey =>
  key.startsWith('person:') ? key : followMerges(key as TraktKey, merged);

/** A circle of merges, which cannot be, ends at the same id wherever it is entered. */
function followMerges(key: TraktKey, merged: Learnt['merged']): TraktKey {
  if (!merged.has(key)) return key;
  const seen = new Set<TraktKey>();
  let at = key;
  for (let next = merged.get(at); next !== undefined; next = merged.get(at)) {
    if (seen.has(at)) return [...seen].slice([...seen].indexOf(at)).sort()[0] ?? key;
    seen.add(at);
    at = next;
  }
  return at;
}

function differing(wanted: ListSettings, shown: ListSettings): Partial<ListSettings> {
  const isSame = (one: unknown, other: unknown) =>
    typeof one === 'string' && typeof other === 'string'
      ? plain(one) === plain(other)
      : one === other;
  return Object.fromEntries(
    Object.entries(wanted).filter(
      ([name, value]) => !isSame(value, shown[name as keyof ListSettings]),
    ),
  );
}

/** Blanks at the ends and the kind of line ends are nobody's wish, and may be Trakt's doing. */
const plain = (text: string): string => text.replaceAll('\r\n', '\n').trim();
