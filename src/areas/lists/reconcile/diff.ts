import type { TraktKey } from '../item-key.js';
import { planOrder, type OrderPlan } from './plan-order.js';
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
export function diffList({ wanted, shown, learnt, strangers }: Reconciling): ListDiff {
  const current = (key: ShownKey): ShownKey => followMerges(key, learnt.merged);
  const wantedByKey = new Map<ShownKey, WantedItem>();
  for (const item of wanted.items) {
    const key = current(item.key);
    if (!wantedByKey.has(key)) wantedByKey.set(key, item);
  }
  const rows = [...shown.items].sort((one, other) => one.rank - other.rank);
  const sorted = sortRows(rows, { wantedByKey, current, learnt, strangers });
  const missing = [...wantedByKey].filter(([key]) => !sorted.here.has(key));
  const isHeldBack = ([, { key, fingerprint }]: readonly [ShownKey, WantedItem]) =>
    learnt.notFound.get(key) === fingerprint;
  const added = missing.filter((entry) => !isHeldBack(entry));
  const isAbsent = new Set(missing.filter(isHeldBack).map(([key]) => key));
  return {
    remove: sorted.remove,
    add: added.map(([key, item]) => ({ ...item, key: key as TraktKey })),
    unchanged: sorted.here.size,
    twice: sorted.twice,
    heldBack: missing.filter(isHeldBack).map(([, item]) => item),
    kept: sorted.kept,
    order: planOrder({
      wanted: [...wantedByKey.keys()].filter((key) => !isAbsent.has(key)),
      staying: sorted.staying,
      added: added.map(([key]) => key),
      isRanked: wanted.settings.sortBy === 'rank',
    }),
    settings: differing(wanted.settings, shown.settings),
  };
}

interface Sorting extends Pick<Reconciling, 'learnt' | 'strangers'> {
  readonly wantedByKey: ReadonlyMap<ShownKey, WantedItem>;
  readonly current: (key: ShownKey) => ShownKey;
}

/** What becomes of each row that is shown, in one walk. */
function sortRows(rows: readonly ShownItem[], sorting: Sorting) {
  const { wantedByKey, current, learnt, strangers } = sorting;
  const counts = new Map<ShownKey, number>();
  for (const { key } of rows) counts.set(current(key), (counts.get(current(key)) ?? 0) + 1);
  const isTwice = (key: ShownKey) =>
    (counts.get(key) ?? 0) > 1 && !learnt.stayTwice.has(key as TraktKey);
  const here = new Set<ShownKey>();
  const [remove, kept, twice] = [new Set<ShownKey>(), new Set<ShownKey>(), new Set<TraktKey>()];
  const staying: { readonly rowId: number; readonly key: ShownKey }[] = [];
  for (const { key: shownAs, rowId } of rows) {
    const key = current(shownAs);
    const isWanted = wantedByKey.has(key);
    if (isWanted && isTwice(key)) {
      twice.add(key as TraktKey);
      remove.add(shownAs);
    } else if (isWanted) {
      here.add(key);
      staying.push({ rowId, key });
    } else if (strangers.kind === 'keep' && !strangers.ours.has(shownAs)) {
      kept.add(shownAs);
      staying.push({ rowId, key });
    } else remove.add(shownAs);
  }
  return { here, remove: [...remove], kept: [...kept], twice: [...twice], staying };
}

/** A circle of merges, which cannot be, ends where it began. */
function followMerges(key: ShownKey, merged: Learnt['merged']): ShownKey {
  const seen = new Set<ShownKey>([key]);
  let at = key;
  for (let next = merged.get(at as TraktKey); next !== undefined; next = merged.get(next)) {
    if (seen.has(next)) return [...seen].sort()[0] ?? key;
    seen.add(next);
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
