import { nameLanguages, type KnownTitle, type NameLanguage } from '../known-title.js';
import type { SortKey } from '../rules/rule.js';
import type { Candidate } from './candidate.js';
import { timeOf } from './dated-facts.js';
import { ownRating } from './own-rating.js';

type Compare = (one: Candidate, other: Candidate) => number;

/** By the keys in turn; what is not known comes last in either direction, and the item's key has the last word. */
export function compareBy(keys: readonly SortKey[]): Compare {
  const compares = keys.map(toCompare);
  return (one, other) => {
    for (const compare of compares) {
      const result = compare(one, other);
      if (result !== 0) return result;
    }
    return compareKeys(one, other);
  };
}

const compareKeys: Compare = (one, other) => {
  if (one.title.key === other.title.key) return 0;
  return one.title.key < other.title.key ? -1 : 1;
};

function toCompare(key: SortKey): Compare {
  const sign = key.order === 'asc' ? 1 : -1;
  if (key.by === 'title') return compareTitles(key.language, sign);
  const valueOf = values[key.by];
  return (one, other) => {
    const [left, right] = [valueOf(one), valueOf(other)];
    if (left === right) return 0;
    if (left === null || right === null) return left === null ? 1 : -1;
    return sign * (left < right ? -1 : 1);
  };
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

const locales: Readonly<Record<NameLanguage, string>> = { zh: 'zh-CN', ja: 'ja', en: 'en' };

/** As a dictionary of that language has it, numbers by their size. */
function compareTitles(language: NameLanguage, sign: 1 | -1): Compare {
  const collator = new Intl.Collator(locales[language], { numeric: true, sensitivity: 'base' });
  return (one, other) => {
    const [left, right] = [nameOf(one.title, language), nameOf(other.title, language)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * collator.compare(left, right);
  };
}

/** In that language, else in another. */
const nameOf = ({ names }: KnownTitle, language: NameLanguage): string | null =>
  [language, ...nameLanguages].map((one) => names[one]).find((name) => name !== null) ?? null;
