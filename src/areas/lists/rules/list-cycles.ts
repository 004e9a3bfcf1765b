import type { Fault } from '../../../platform/lib/errors.js';
import { bounds } from './bounds.js';
import { namedLists } from './named-in-rule.js';
import type { Rule } from './rule.js';

export interface RuledList {
  readonly id: string;
  readonly name: string;
  readonly rule: Rule;
}

/**
 * What is wrong with the lists that a list builds on, were its rule this one: none of the person's, a way back to itself (named), or
 * lists over lists without end. `others` are the person's lists; the list itself may be among them, as it was.
 */
export function faultsOfLists(list: RuledList, others: readonly RuledList[]): Fault[] {
  const lists = new Map([...others, list].map((one) => [one.id, one]));
  const wrong = namedLists(list.rule).flatMap(({ id, place }) => {
    const message = lists.has(id) ? wayBack(list, id, lists) : 'is no list of yours';
    return message === undefined ? [] : [{ place, message }];
  });
  return wrong.length > 0 ? wrong : faultsOfDepth(list, lists);
}

/** Of a list without a way back to itself. */
function faultsOfDepth(list: RuledList, lists: Lists): Fault[] {
  const uppers = uppersOf(lists);
  const above = depthOf(list.id, (id) => uppers.get(id) ?? []);
  const message = `makes lists over lists of more than ${bounds.listDepth} levels`;
  return namedLists(list.rule).flatMap(({ id, place }) =>
    above + depthOf(id, (one) => nextOf(one, lists)) > bounds.listDepth ? [{ place, message }] : [],
  );
}

function wayBack(list: RuledList, from: string, lists: Lists): string | undefined {
  const way = wayTo(list.id, { from, below: (id) => nextOf(id, lists) });
  if (way === undefined) return undefined;
  const names = [list.id, ...way].map((one) => lists.get(one)?.name ?? one);
  return `leads back to this list: ${names.join(' → ')}`;
}

type Lists = ReadonlyMap<string, RuledList>;

const nextOf = (id: string, lists: Lists): readonly string[] => {
  const list = lists.get(id);
  return list === undefined ? [] : namedLists(list.rule).map((next) => next.id);
};

function uppersOf(lists: Lists): ReadonlyMap<string, readonly string[]> {
  const uppers = new Map<string, string[]>();
  for (const { id } of lists.values())
    for (const next of nextOf(id, lists)) uppers.set(next, [...(uppers.get(next) ?? []), id]);
  return uppers;
}

interface From {
  readonly from: string;
  readonly below: (id: string) => readonly string[];
}

/** The shortest way, both ends named; each list is looked at once. */
function wayTo(aim: string, { from, below }: From): readonly string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
  for (const id of cameFrom.keys()) {
    if (id === aim) return unwind(id, cameFrom);
    for (const next of below(id)) if (!cameFrom.has(next)) cameFrom.set(next, id);
  }
  return undefined;
}

function unwind(end: string, cameFrom: ReadonlyMap<string, string | undefined>): string[] {
  const way: string[] = [];
  for (let at: string | undefined = end; at !== undefined; at = cameFrom.get(at)) way.unshift(at);
  return way;
}

/** Levels from this list on, itself counted; no more than one past the bound are looked at. */
function depthOf(id: string, next: (id: string) => readonly string[]): number {
  let level: ReadonlySet<string> = new Set([id]);
  let depth = 0;
  while (level.size > 0 && depth <= bounds.listDepth) {
    depth += 1;
    level = new Set([...level].flatMap((one) => next(one)));
  }
  return depth;
}

/** An order in which each list comes after those it builds on; lists in a cycle, and those above one, are left out. */
export function evaluationOrder(all: readonly RuledList[]): readonly RuledList[] {
  const lists = new Map(all.map((list) => [list.id, list]));
  const above = uppersOf(lists);
  const waiting = new Map(
    all.map(({ id }) => [id, nextOf(id, lists).filter((next) => lists.has(next)).length]),
  );
  const ready = all.filter(({ id }) => waiting.get(id) === 0);
  for (const { id } of ready)
    for (const upper of above.get(id) ?? []) {
      const left = (waiting.get(upper) ?? 0) - 1;
      waiting.set(upper, left);
      const list = lists.get(upper);
      if (left === 0 && list !== undefined) ready.push(list);
    }
  return ready;
}
