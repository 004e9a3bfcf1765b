import { groupBy } from '../../../platform/lib/group-by.js';
import { largestPage } from '../../../upstream/trakt/index.js';
import { minuteMs, type LookupWish, type Minute } from './lookup.js';

/** An item whose times at the source are not those of the ledger. */
export interface Difference {
  readonly mediaType: 'episode' | 'movie';
  readonly traktId: number;
  /** Null for films, and for episodes that were never seen before. */
  readonly showId: number | null;
  readonly source: readonly Minute[];
  readonly ledger: readonly Minute[];
}

export interface LookupPlan {
  readonly lookups: readonly LookupWish[];
  /** Requests that these take at least. */
  readonly cost: number;
}

/** Plays with less than this between them are looked at as one window. */
const pause: Minute = 24 * 60;
/** Where Trakt puts what was watched nobody knows when: one window would hold all of it. */
const unknownDate: Minute = 0;

/**
 * What is to be read so that every difference is seen with the source's own ids, in as few requests as can be foreseen: items
 * that lost a play are read whole, several of one show as the show; what was only added is found by item or by its times.
 */
export function planLookups(differences: readonly Difference[]): LookupPlan {
  const lost = differences.filter(({ source, ledger }) => without(ledger, source).length > 0);
  const byItem = toItems(lost);
  const shows = new Set(byItem.flatMap((wish) => (wish.kind === 'show' ? [wish.traktId] : [])));
  const added = differences.filter(
    (difference) => !lost.includes(difference) && !shows.has(difference.showId ?? -1),
  );
  const cheapest = [toItems(added), toWindows(added)]
    .map((lookups) => ({ lookups, cost: costOf(lookups, added) }))
    .reduce((best, other) => (other.cost < best.cost ? other : best));
  return {
    lookups: [...byItem, ...cheapest.lookups],
    cost: costOf(byItem, lost) + cheapest.cost,
  };
}

/** Each item for itself, or its show where that has several. */
function toItems(differences: readonly Difference[]): LookupWish[] {
  return [...groupBy(differences, ({ showId }) => showId)].flatMap(([showId, ofShow]) =>
    showId === null || ofShow.length === 1
      ? ofShow.map(({ mediaType, traktId }): LookupWish => ({ kind: 'item', mediaType, traktId }))
      : [{ kind: 'show', traktId: showId }],
  );
}

/** The times at which something was added, together where they lie close. */
function toWindows(differences: readonly Difference[]): LookupWish[] {
  const undated = differences.filter((difference) => timesAdded(difference).includes(unknownDate));
  const dated = differences.filter((difference) => !undated.includes(difference));
  const times = dated.flatMap(timesAdded).sort((one, other) => one - other);
  const windows: { first: Minute; last: Minute }[] = [];
  for (const time of times) {
    const open = windows.at(-1);
    if (open !== undefined && time - open.last < pause) open.last = time;
    else windows.push({ first: time, last: time });
  }
  return [
    ...toItems(undated),
    ...windows.map(({ first, last }): LookupWish => ({
      kind: 'window',
      from: new Date(first * minuteMs),
      to: new Date((last + 1) * minuteMs),
    })),
  ];
}

const timesAdded = ({ source, ledger }: Difference): Minute[] => without(source, ledger);

/** At least one request each, and as many pages as the rows that are known to be there fill. */
function costOf(lookups: readonly LookupWish[], differences: readonly Difference[]): number {
  const rows = differences.reduce((sum, difference) => sum + timesAdded(difference).length, 0);
  return Math.max(lookups.length, Math.ceil(rows / largestPage));
}

/** As multisets: what is left of the one once the other is taken out. */
function without(times: readonly Minute[], others: readonly Minute[]): Minute[] {
  const left = new Map(
    [...groupBy(others, (time) => time)].map(([time, all]) => [time, all.length]),
  );
  return times.filter((time) => {
    const count = left.get(time) ?? 0;
    left.set(time, count - 1);
    return count <= 0;
  });
}
