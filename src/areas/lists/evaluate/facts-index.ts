import { isOnTrakt, type ItemKey } from '../item-key.js';
import type { KnownTitle } from '../known-title.js';

export interface FactsIndex {
  /** A title by its key or, for `subject:` keys, by any subject it stands for. */
  readonly find: (key: ItemKey) => KnownTitle | undefined;
  /** The regular seasons known of a show, by number. */
  readonly seasonsOf: (show: ItemKey) => readonly KnownTitle[];
}

/** Each way to look something up is made when it is first gone. */
export function indexFacts(titles: readonly KnownTitle[]): FactsIndex {
  const byKey = lazily(() => new Map(titles.map((title) => [title.key, title])));
  const bySubject = lazily(() => subjectsOf(titles));
  const byShow = lazily(() => seasonsIn(titles));
  return {
    find: (key) => byKey().get(key) ?? (isOnTrakt(key) ? undefined : bySubject().get(key)),
    seasonsOf: (show) => byShow().get(show) ?? [],
  };
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Of titles that stand for the same subject, the first by key. */
function subjectsOf(titles: readonly KnownTitle[]): ReadonlyMap<ItemKey, KnownTitle> {
  const found = new Map<ItemKey, KnownTitle>();
  for (const title of titles)
    for (const subject of title.subjects) {
      const other = found.get(`subject:${subject}`);
      if (other === undefined || title.key < other.key) found.set(`subject:${subject}`, title);
    }
  return found;
}

function seasonsIn(titles: readonly KnownTitle[]): ReadonlyMap<ItemKey, readonly KnownTitle[]> {
  const found = new Map<ItemKey, KnownTitle[]>();
  for (const title of titles) {
    if (title.show === null || !isRegularSeason(title)) continue;
    const known = found.get(title.show);
    if (known === undefined) found.set(title.show, [title]);
    else known.push(title);
  }
  for (const known of found.values()) known.sort(byNumber);
  return found;
}

const isRegularSeason = ({ key, seasonNumber }: KnownTitle): boolean =>
  key.startsWith('season:') && seasonNumber !== null && seasonNumber > 0;

function byNumber(one: KnownTitle, other: KnownTitle): number {
  const numbers = (one.seasonNumber ?? 0) - (other.seasonNumber ?? 0);
  if (numbers !== 0) return numbers;
  return one.key < other.key ? -1 : 1;
}
