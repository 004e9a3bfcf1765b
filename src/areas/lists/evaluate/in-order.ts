import { nameLanguages, type KnownTitle, type NameLanguage } from '../known-title.js';
import type { SortKey } from '../rules/rule.js';
import type { Candidate } from './candidate.js';
import { timeOf } from './dated-facts.js';
import { ownRating } from './own-rating.js';

/** In order by the keys in turn; what is not known comes last in either direction, and the item's key has the last word. */
export function inOrder(
  candidates: readonly Candidate[],
  keys: readonly SortKey[],
): readonly Candidate[] {
  const readers = keys.map(toReader);
  const compares = keys.map(toCompare);
  const rows = candidates.map((candidate) => ({
    candidate,
    values: readers.map((read) => read(candidate)),
  }));
  const compareRows = (one: Row, other: Row): number => {
    for (let at = 0; at < compares.length; at += 1) {
      const result = compareKnown(one.values[at], other.values[at], compares[at]);
      if (result !== 0) return result;
    }
    return one.candidate.title.key < other.candidate.title.key ? -1 : 1;
  };
  return rows.sort(compareRows).map(({ candidate }) => candidate);
}

type Value = number | string;
type Compare = (one: Value, other: Value) => number;

/** What a candidate is sorted by is read once, not at each comparison. */
interface Row {
  readonly candidate: Candidate;
  readonly values: readonly (Value | null)[];
}

function compareKnown(
  one: Value | null | undefined,
  other: Value | null | undefined,
  compare: Compare | undefined,
): number {
  if (one === other || compare === undefined) return 0;
  if (one == null || other == null) return one == null ? 1 : -1;
  return compare(one, other);
}

const toReader = (key: SortKey): ((candidate: Candidate) => Value | null) =>
  key.by === 'title' ? ({ title }) => nameOf(title, key.language) : values[key.by];

const locales: Readonly<Record<NameLanguage, string>> = { zh: 'zh-CN', ja: 'ja', en: 'en' };

/** Titles as a dictionary of their language has them, numbers within by their size. */
function toCompare(key: SortKey): Compare {
  const sign = key.order === 'asc' ? 1 : -1;
  if (key.by !== 'title') return (one, other) => (one < other ? -sign : sign);
  const { compare } = new Intl.Collator(locales[key.language], {
    numeric: true,
    sensitivity: 'base',
  });
  return (one, other) => sign * compare(String(one), String(other));
}

const values: Readonly<
  Record<Exclude<SortKey['by'], 'title'>, (candidate: Candidate) => number | null>
> = {
  score: ({ score }) => score,
  year: ({ title }) => title.year,
  released: ({ title }) => timeOf.released(title),
  'own-rating': ({ title }) => ownRating(title, 'either')?.rating ?? null,
  rated: ({ title }) => timeOf.rated(title),
  watched: ({ title }) => timeOf.watched(title),
  added: ({ title }) => timeOf.added(title),
  'bangumi-score': ({ title }) => title.score,
  popularity: ({ title }) => title.collectors,
  given: ({ given }) => (Number.isFinite(given) ? given : null),
};

/** In that language, else in another. */
const nameOf = ({ names }: KnownTitle, language: NameLanguage): string | null =>
  [language, ...nameLanguages].map((one) => names[one]).find((name) => name !== null) ?? null;
