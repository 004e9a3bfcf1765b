import type { Fault } from '../../../platform/lib/errors.js';
import { bounds } from './bounds.js';
import type { Filter } from './filters.js';

/** What is wrong with conditions that are each well written: too many, too deep, or never to be met. */
export function faultsOfFilters(filters: readonly Filter[]): Fault[] {
  const walked = filters.flatMap((one, at) => walk(one, { place: `/filters/${at}`, depth: 1 }));
  if (walked.length > bounds.filters)
    return [
      {
        place: '/filters',
        message: `has ${walked.length} conditions, groups counted; ${bounds.filters} at most`,
      },
    ];
  return walked.flatMap(faultsOfOne);
}

interface Placed {
  readonly filter: Filter;
  readonly place: string;
  readonly depth: number;
}

function walk(filter: Filter, at: Omit<Placed, 'filter'>): Placed[] {
  const here = { filter, ...at };
  const depth = at.depth + 1;
  if (filter.by === 'not') return [here, ...walk(filter.of, { place: `${at.place}/of`, depth })];
  if (filter.by !== 'all' && filter.by !== 'any') return [here];
  const inner = filter.of.flatMap((one, index) =>
    walk(one, { place: `${at.place}/of/${index}`, depth }),
  );
  return [here, ...inner];
}

function faultsOfOne({ filter, place, depth }: Placed): Fault[] {
  if (depth === bounds.filterDepth + 1 && isGroup(filter)) return [{ place, message: tooDeep }];
  if (filter.by === 'tags' || filter.by === 'genres') {
    const isEmpty = [filter.any, filter.all, filter.none].every((words) => words === undefined);
    return isEmpty ? [{ place, message: 'needs any, all or none' }] : [];
  }
  return 'from' in filter || 'to' in filter || ranges.includes(filter.by)
    ? faultsOfRange(filter, place)
    : [];
}

const isGroup = ({ by }: Filter): boolean => by === 'all' || by === 'any' || by === 'not';

const tooDeep = `is nested more than ${bounds.filterDepth} groups deep`;
const ranges: readonly string[] = ['year', 'own-rating', 'bangumi-score', 'progress', 'date'];

function faultsOfRange(filter: Filter, place: string): Fault[] {
  const { from, to, ...others } = filter as {
    readonly from?: number | string;
    readonly to?: number | string;
    readonly votes_at_least?: number;
    readonly within_days?: number;
  };
  if (from !== undefined && to !== undefined && to < from)
    return [{ place: `${place}/to`, message: `goes backwards: ${to} is before ${from}` }];
  const said = [from, to, others.votes_at_least, others.within_days];
  const isUnrated = filter.by === 'own-rating' && filter.or_unknown;
  if (said.every((one) => one === undefined) && !isUnrated)
    return [{ place, message: 'says nothing: give from, to or both' }];
  if (others.within_days !== undefined && (from !== undefined || to !== undefined))
    return [{ place: `${place}/within_days`, message: 'cannot be given with from or to' }];
  return [];
}
