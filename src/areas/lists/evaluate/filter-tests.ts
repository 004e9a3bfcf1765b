import { foldTitle } from '../../matching/index.js';
import { isSameSeason, seasonBy, seasonOf } from '../anime-season.js';
import type { ItemKey } from '../item-key.js';
import { dayAfter, startOfDay, type Moment } from '../moment.js';
import { nameLanguages, type KnownTitle } from '../known-title.js';
import type { Filter, GroupFilter, LeafFilter, NotFilter } from '../rules/filters.js';
import { timeOf } from './dated-facts.js';
import { createFold } from './fold-word.js';
import { ownRating } from './own-rating.js';

export type Test = (title: KnownTitle) => boolean;

/** What the clock says to the person. */
export interface Today extends Moment {
  /** `YYYY-MM-DD` in the person's zone. */
  readonly day: string;
}

type By = LeafFilter['by'];
type Leaf<K extends By> = Extract<LeafFilter, { by: K }>;

/** A condition made ready: what can be worked out beforehand is, once for all titles. */
export function toTest(filter: Filter, today: Today): Test {
  if (isGroup(filter)) {
    const tests = filter.of.map((one) => toTest(one, today));
    return filter.by === 'all'
      ? (title) => tests.every((test) => test(title))
      : (title) => tests.some((test) => test(title));
  }
  if (isNot(filter)) {
    const test = toTest(filter.of, today);
    return (title) => !test(title);
  }
  const make = makers[filter.by] as (leaf: LeafFilter, today: Today) => Test;
  return make(filter, today);
}

const isGroup = (filter: Filter): filter is GroupFilter =>
  filter.by === 'all' || filter.by === 'any';
const isNot = (filter: Filter): filter is NotFilter => filter.by === 'not';

const within = (
  value: number | null,
  {
    from,
    to,
    or_unknown,
  }: { from?: number | undefined; to?: number | undefined; or_unknown: boolean },
): boolean =>
  value === null
    ? or_unknown
    : value >= (from ?? Number.NEGATIVE_INFINITY) && value <= (to ?? Number.POSITIVE_INFINITY);

const makers: { readonly [K in By]: (leaf: Leaf<K>, today: Today) => Test } = {
  year: (range) => (title) => within(title.year, range),
  kind: ({ in: kinds }) => {
    const wanted = new Set<string>(kinds);
    return ({ key }) => wanted.has(kindIn(key));
  },
  type:
    ({ in: types, or_unknown }) =>
    ({ type }) =>
      type === null ? or_unknown : types.includes(type),
  'own-rating':
    ({ side, ...range }) =>
    (title) => {
      // Asked for the unrated alone, no rating passes.
      const isAboutUnrated = range.from === undefined && range.to === undefined;
      const rate = ownRating(title, side);
      return isAboutUnrated ? rate === null : within(rate?.rating ?? null, range);
    },
  'bangumi-score':
    ({ votes_at_least = 0, ...range }) =>
    (title) =>
      within(title.score, range) && (title.score === null || (title.votes ?? 0) >= votes_at_least),
  tags: (words) => wordTest(words, ({ tags }) => tags),
  genres: (words) => wordTest(words, ({ genres }) => genres),
  country: ({ in: countries, or_unknown }) => {
    const wanted = new Set(countries);
    return ({ country }) => (country === null ? or_unknown : wanted.has(country));
  },
  airing:
    (_, { day }) =>
    ({ airs: { from, to } }) =>
      from !== null && from <= day && to !== null && (to === 'open' || to >= day),
  premiered: ({ season }, { day }) => {
    const wanted = seasonBy(day, { previous: -1, current: 0, next: 1 }[season]);
    return ({ airs }) => airs.from !== null && isSameSeason(seasonOf(airs.from), wanted);
  },
  state: ({ in: states }) => {
    const wanted = new Set<string>(states);
    return ({ state }) => wanted.has(state ?? 'none');
  },
  progress:
    (range) =>
    ({ progress: { watched, total } }) =>
      within(total === null || total === 0 ? null : Math.min((watched / total) * 100, 100), range),
  date: (range, today) => dateTest(range, today),
  title: ({ contains }) => {
    const wanted = foldTitle(contains);
    return ({ names }) =>
      nameLanguages.some((language) => {
        const name = names[language];
        return name !== null && foldTitle(name).includes(wanted);
      });
  },
};

const kindIn = (key: ItemKey): string => key.slice(0, key.indexOf(':'));

const dayMs = 86_400_000;

function dateTest(range: Leaf<'date'>, today: Today): Test {
  const readTime = timeOf[range.of];
  const span = { ...spanOf(range, today), or_unknown: range.or_unknown };
  return (title) => within(readTime(title), span);
}

function spanOf({ of, from, to, within_days }: Leaf<'date'>, { now, timeZone }: Today) {
  if (within_days !== undefined)
    return { from: now.getTime() - within_days * dayMs, to: now.getTime() };
  // A release is a day and no time: it is that day everywhere.
  const zone = of === 'released' ? 'UTC' : timeZone;
  return {
    from: from === undefined ? undefined : startOfDay(from, zone),
    to: to === undefined ? undefined : startOfDay(dayAfter(to), zone) - 1,
  };
}

function wordTest(
  { any, all, none }: Leaf<'tags'> | Leaf<'genres'>,
  wordsOf: (title: KnownTitle) => readonly string[],
): Test {
  const fold = createFold();
  const folded = (words: readonly string[] | undefined) => words?.map(fold);
  const [anyOf, allOf, noneOf] = [folded(any), folded(all), folded(none)];
  return (title) => {
    const has = new Set(wordsOf(title).map(fold));
    const isIn = (word: string) => has.has(word);
    return (
      (anyOf === undefined || anyOf.some(isIn)) &&
      (allOf === undefined || allOf.every(isIn)) &&
      (noneOf === undefined || noneOf.every((word) => !has.has(word)))
    );
  };
}
