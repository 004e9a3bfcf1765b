import type { CollectionState, KnownTitle, Rate } from '../known-title.js';
import { nothingKnown, type TitleFacts } from './title-part.js';

/** The most alive first: of a season's two cours the one that is being watched says what the season is. */
const aliveness: readonly CollectionState[] = ['doing', 'on-hold', 'wish', 'done', 'dropped'];

/**
 * What is known of one title, out of what several sources or several subjects of it say; their order means nothing. Progress adds up,
 * rates and scores are averages (scores by how many collected), and the earliest subject gives the names.
 */
export function joinParts(parts: readonly TitleFacts[]): TitleFacts {
  const [first, second] = parts;
  if (first === undefined) return nothingKnown;
  if (second === undefined) return first;
  const all = parts.toSorted(byBegin);
  const subjects = all.filter((part) => part.subjects.length > 0);
  return {
    subjects: [...new Set(subjects.flatMap((part) => part.subjects))],
    names: {
      zh: firstOf(all, ({ names }) => names.zh),
      ja: firstOf(all, ({ names }) => names.ja),
      en: firstOf(all, ({ names }) => names.en),
    },
    type: firstOf(all, ({ type }) => type),
    year: least(all.flatMap(({ year }) => year ?? [])),
    airs: joinAirs(subjects),
    state: aliveness.find((state) => all.some((part) => part.state === state)) ?? null,
    progress: joinProgress(all, subjects),
    rates: {
      trakt: joinRates(all.flatMap(({ rates }) => rates.trakt ?? [])),
      bangumi: joinRates(all.flatMap(({ rates }) => rates.bangumi ?? [])),
    },
    score: joinScores(all),
    votes: most(all.flatMap(({ votes }) => votes ?? [])),
    collectors: most(all.flatMap(({ collectors }) => collectors ?? [])),
    tags: [...new Set(all.flatMap(({ tags }) => tags))],
    genres: [...new Set(all.flatMap(({ genres }) => genres))],
    country: firstOf(all, ({ country }) => country),
    addedAt: toDate(least(all.flatMap(({ addedAt }) => addedAt?.getTime() ?? []))),
    watchedAt: toDate(most(all.flatMap(({ watchedAt }) => watchedAt?.getTime() ?? []))),
  };
}

/** Subjects by their first day, those without one behind them; what is no subject comes last. */
function byBegin(one: TitleFacts, other: TitleFacts): number {
  const begin = ({ airs, subjects }: TitleFacts): string =>
    subjects.length === 0 ? '~~' : (airs.from ?? '~');
  if (begin(one) !== begin(other)) return begin(one) < begin(other) ? -1 : 1;
  const [id = 0] = one.subjects;
  const [otherId = 0] = other.subjects;
  if (id !== otherId) return id - otherId;
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}

function joinAirs(subjects: readonly TitleFacts[]): KnownTitle['airs'] {
  const ends = subjects.map(({ airs }) => airs.to);
  const known = ends.filter((end) => end !== null);
  const isWhole = known.length === ends.length;
  return {
    from: firstOf(subjects, ({ airs }) => airs.from),
    to: known.includes('open') ? 'open' : isWhole ? (known.sort().at(-1) ?? null) : null,
  };
}

/** Where one part's length is not known, that of all is not. */
function joinProgress(
  all: readonly TitleFacts[],
  subjects: readonly TitleFacts[],
): KnownTitle['progress'] {
  const totals = subjects.map(({ progress }) => progress.total);
  const known = totals.filter((total) => total !== null);
  return {
    watched: sum(all.map(({ progress }) => progress.watched)),
    total: known.length > 0 && known.length === totals.length ? sum(known) : null,
    parked: sum(all.map(({ progress }) => progress.parked)),
  };
}

function joinRates(rates: readonly Rate[]): Rate | null {
  if (rates.length === 0) return null;
  return {
    rating: Math.round(sum(rates.map(({ rating }) => rating)) / rates.length),
    at: toDate(most(rates.flatMap(({ at }) => at?.getTime() ?? []))),
  };
}

function joinScores(parts: readonly TitleFacts[]): number | null {
  const scored = parts.flatMap(({ score, collectors }) =>
    score === null ? [] : [{ score, weight: Math.max(collectors ?? 0, 1) }],
  );
  if (scored.length === 0) return null;
  const weights = sum(scored.map(({ weight }) => weight));
  return Math.round((sum(scored.map(({ score, weight }) => score * weight)) / weights) * 100) / 100;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
const least = (numbers: readonly number[]): number | null =>
  numbers.length === 0 ? null : Math.min(...numbers);
const most = (numbers: readonly number[]): number | null =>
  numbers.length === 0 ? null : Math.max(...numbers);
const toDate = (time: number | null): Date | null => (time === null ? null : new Date(time));

function firstOf<T>(parts: readonly TitleFacts[], read: (part: TitleFacts) => T | null): T | null {
  for (const part of parts) {
    const value = read(part);
    if (value !== null) return value;
  }
  return null;
}
