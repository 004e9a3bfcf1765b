import type { CatalogueEpisode, CatalogueMovie } from './catalogue.js';

export interface Play {
  /** 64-bit, hence text. */
  readonly id: string;
  readonly watchedAt: string;
  readonly action: string;
  readonly item: CatalogueEpisode | CatalogueMovie;
}

interface Timed {
  readonly play: Play;
  readonly at: number;
  readonly id: bigint;
}

/** What `/sync/history/{type}/{id}` can ask for. */
export type PlayKey =
  'all' | 'movies' | 'episodes' | `${'movie' | 'show' | 'season' | 'episode'}:${number}`;

interface PlaySlice {
  readonly plays: readonly Play[];
  readonly total: number;
}
interface SliceQuery {
  readonly from: number;
  readonly count: number;
  /** Inclusive bounds on the watch time, in milliseconds. */
  readonly startAt?: number | undefined;
  readonly endAt?: number | undefined;
}

/** Plays kept in Trakt's order – latest first, unknown dates (1970) last – once per way of asking, so that a page is a slice. */
export interface PlayIndex {
  slice(key: PlayKey, query: SliceQuery): PlaySlice;
  all(key: PlayKey): readonly Play[];
  get(id: string): Play | undefined;
  add(play: Play): void;
  remove(id: string): Play | undefined;
  /** Moves with every change; for caches. */
  version(): number;
  /** Ordering steps made so far, so that a test can see that paging makes none. */
  comparisons(): number;
}

const seasonIdOf = (episode: CatalogueEpisode): number =>
  episode.show.seasons.find((season) => season.number === episode.season)?.id ?? 0;

function keysOf({ item }: Play): PlayKey[] {
  if (item.kind === 'movie') return ['all', 'movies', `movie:${item.id}`];
  return [
    'all',
    'episodes',
    `show:${item.show.id}`,
    `season:${seasonIdOf(item)}`,
    `episode:${item.id}`,
  ];
}

const toTimed = (play: Play): Timed => ({
  play,
  at: Date.parse(play.watchedAt),
  id: BigInt(play.id),
});

/** The first place for which `isAfter` holds. */
function search(list: readonly Timed[], isAfter: (timed: Timed) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const timed = list[middle];
    if (timed !== undefined && !isAfter(timed)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Trakt's order, counting how often it was asked. */
function createOrder() {
  let comparisons = 0;
  return {
    comparisons: () => comparisons,
    order: (left: Timed, right: Timed): number => {
      comparisons += 1;
      if (left.at !== right.at) return right.at - left.at;
      if (left.id === right.id) return 0;
      return left.id > right.id ? -1 : 1;
    },
  };
}

export function createPlayIndex(initial: readonly Play[]): PlayIndex {
  const lists = new Map<PlayKey, Timed[]>();
  const byId = new Map<string, Timed>();
  let version = 0;
  const { order, comparisons } = createOrder();

  function listOf(key: PlayKey): Timed[] {
    const list = lists.get(key) ?? [];
    lists.set(key, list);
    return list;
  }
  function remember(play: Play): Timed {
    if (byId.has(play.id)) throw new Error(`Two plays with history id ${play.id}`);
    const timed = toTimed(play);
    byId.set(play.id, timed);
    return timed;
  }

  for (const play of initial) {
    const timed = remember(play);
    for (const key of keysOf(play)) listOf(key).push(timed);
  }
  for (const list of lists.values()) list.sort(order);

  return {
    slice(key, { from, count, startAt, endAt }) {
      const list = lists.get(key) ?? [];
      const first = endAt === undefined ? 0 : search(list, (timed) => timed.at <= endAt);
      const end = startAt === undefined ? list.length : search(list, (timed) => timed.at < startAt);
      const plays = list
        .slice(first + from, Math.min(end, first + from + count))
        .map((timed) => timed.play);
      return { plays, total: Math.max(0, end - first) };
    },
    all: (key) => (lists.get(key) ?? []).map((timed) => timed.play),
    get: (id) => byId.get(id)?.play,
    add(play) {
      const timed = remember(play);
      for (const key of keysOf(play)) {
        const list = listOf(key);
        const place = search(list, (other) => order(timed, other) < 0);
        list.splice(place, 0, timed);
      }
      version += 1;
    },
    remove(id) {
      const timed = byId.get(id);
      if (timed === undefined) return undefined;
      for (const key of keysOf(timed.play)) {
        const list = listOf(key);
        list.splice(list.indexOf(timed), 1);
      }
      byId.delete(id);
      version += 1;
      return timed.play;
    },
    version: () => version,
    comparisons,
  };
}
