import type { ItemKey, TraktKey } from '../item-key.js';
import type { KnownTitle } from '../known-title.js';

export interface FactsIndex {
  /** A title by its key or, for `subject:` keys, by any subject it stands for. */
  readonly find: (key: ItemKey) => KnownTitle | undefined;
  /** The regular seasons known of a show, by number. */
  readonly seasonsOf: (show: ItemKey) => readonly KnownTitle[];
}

export function indexFacts(titles: readonly KnownTitle[]): FactsIndex {
  const byKey = new Map<ItemKey, KnownTitle>();
  const bySubject = new Map<number, KnownTitle>();
  const seasons = new Map<TraktKey, KnownTitle[]>();
  for (const title of titles) {
    byKey.set(title.key, title);
    for (const subject of title.subjects) {
      const other = bySubject.get(subject);
      if (other === undefined || title.key < other.key) bySubject.set(subject, title);
    }
    if (title.show === null || !isRegularSeason(title)) continue;
    const known = seasons.get(title.show);
    if (known === undefined) seasons.set(title.show, [title]);
    else known.push(title);
  }
  for (const known of seasons.values()) known.sort(byNumber);
  return {
    find: (key) => byKey.get(key) ?? bySubject.get(subjectOf(key)),
    seasonsOf: (show) => seasons.get(show as TraktKey) ?? [],
  };
}

/** No subject has number 0. */
const subjectOf = (key: ItemKey): number =>
  key.startsWith('subject:') ? Number(key.slice('subject:'.length)) : 0;

const isRegularSeason = ({ key, seasonNumber }: KnownTitle): boolean =>
  key.startsWith('season:') && seasonNumber !== null && seasonNumber > 0;

function byNumber(one: KnownTitle, other: KnownTitle): number {
  const numbers = (one.seasonNumber ?? 0) - (other.seasonNumber ?? 0);
  if (numbers !== 0) return numbers;
  return one.key < other.key ? -1 : 1;
}
