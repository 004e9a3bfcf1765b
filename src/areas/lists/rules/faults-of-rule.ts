import type { Fault } from '../../../platform/lib/errors.js';
import { faultsOfFilters } from './faults-of-filters.js';
import { termNameOf, type Rule } from './rule.js';

/** What is wrong with a rule whose parts are each well written. */
export const faultsOfRule = (rule: Rule): Fault[] => [
  ...faultsOfFilters(rule.filters),
  ...faultsOfTerms(rule),
  ...faultsOfSort(rule),
  ...faultsOfPins(rule),
];

function faultsOfTerms({ score }: Rule): Fault[] {
  const names = score.map(termNameOf);
  return names.flatMap((name, at) => {
    const first = names.indexOf(name);
    if (first === at) return [];
    return [
      { place: `/score/${at}/name`, message: `${name} is the name of /score/${first} already` },
    ];
  });
}

function faultsOfSort({ sort, score }: Rule): Fault[] {
  return sort.flatMap(({ by }, at) => {
    const place = `/sort/${at}/by`;
    const first = sort.findIndex((other) => other.by === by);
    if (first !== at) return [{ place, message: `sorts by ${by} once more, as /sort/${first}` }];
    if (by === 'score' && score.length === 0)
      return [{ place, message: 'there is no score: give terms, or sort by something else' }];
    return [];
  });
}

function faultsOfPins({ pins, exclude, limit }: Rule): Fault[] {
  const excluded = new Set(exclude);
  const onTop = pins.filter(({ at }) => at === 'top').length;
  const items = new Map<string, number>();
  const ranks = new Map<number, number>();
  const faults: Fault[] = [];
  if (limit !== null && pins.length > limit)
    faults.push({ place: '/pins', message: `${pins.length} pins do not fit into ${limit} items` });
  for (const [index, { item, at }] of pins.entries()) {
    const place = `/pins/${index}`;
    const earlier = items.get(item);
    if (earlier !== undefined)
      faults.push({ place: `${place}/item`, message: `is pinned by /pins/${earlier} already` });
    items.set(item, earlier ?? index);
    if (excluded.has(item))
      faults.push({ place: `${place}/item`, message: 'is pinned and excluded' });
    if (at === 'top') continue;
    const message = faultOfRank(at, { onTop, limit, taken: ranks.get(at) });
    if (message !== undefined) faults.push({ place: `${place}/at`, message });
    if (!ranks.has(at)) ranks.set(at, index);
  }
  return faults;
}

interface Ranks {
  readonly onTop: number;
  readonly limit: number | null;
  /** The pin that has the rank. */
  readonly taken: number | undefined;
}

function faultOfRank(rank: number, { onTop, limit, taken }: Ranks): string | undefined {
  if (taken !== undefined) return `rank ${rank} is taken by /pins/${taken}`;
  if (rank <= onTop) return `ranks 1 to ${onTop} are taken by the pins on top`;
  return limit !== null && rank > limit ? `rank ${rank} is past the limit of ${limit}` : undefined;
}
