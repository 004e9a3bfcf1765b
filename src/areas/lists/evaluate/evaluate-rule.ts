import type { ItemKey } from '../item-key.js';
import type { KnownTitle, ListFacts } from '../known-title.js';
import { localDay, type Moment } from '../moment.js';
import type { Pin, Rule, SortKey } from '../rules/rule.js';
import type { Candidate, Gathered, Reason } from './candidate.js';
import { inOrder } from './in-order.js';
import { indexFacts, type FactsIndex } from './facts-index.js';
import { toTest } from './filter-tests.js';
import { gather } from './gather.js';
import { joinUnits, unitOf, type Joined } from './join-units.js';
import { placePins, type Pinned } from './place-pins.js';
import { createScore, type Score } from './score-titles.js';

export interface ListItem extends Score {
  /** From 1. */
  readonly rank: number;
  readonly key: ItemKey;
  /** Of the item itself or, where nothing is known of that, of the first that it stands for. */
  readonly title: KnownTitle;
  readonly reasons: readonly Reason[];
}

export interface Evaluation {
  readonly items: readonly ListItem[];
  /** Items that sources brought and that are not in the list, by why. */
  readonly left: {
    readonly excluded: number;
    readonly filtered: number;
    readonly overLimit: number;
  };
  /** Named by the rule (items, pins, exclusions excepted), but nothing is known of them. */
  readonly unknown: readonly ItemKey[];
  /** Pins without effect: excluded, or another pin holds the same item already. */
  readonly idlePins: readonly ItemKey[];
}

const byDefault: readonly SortKey[] = [
  { by: 'score', order: 'desc' },
  { by: 'given', order: 'asc' },
  { by: 'added', order: 'desc' },
];

/** What a rule's list holds at that moment. Depends on nothing else, nor on the order of the facts; O(n log n). */
export function evaluateRule(rule: Rule, facts: ListFacts, moment: Moment): Evaluation {
  const index = indexFacts(facts.titles);
  const today = { now: moment.now, day: localDay(moment) };
  const { gathered, unknown } = gather(rule, facts, index);
  const isExcluded = toExclusion(rule, index);
  const open = gathered.filter(({ title }) => !isExcluded(title));
  const tests = rule.filters.map((filter) => toTest(filter, today));
  const passed = open.filter(({ title }) => tests.every((test) => test(title)));
  const scoreOf = createScore(rule, { titles: facts.titles, now: moment.now });
  const toCandidate = (one: Gathered): Candidate => ({ ...one, ...scoreOf(one.title) });
  const ordered = inOrder(passed.map(toCandidate), rule.sort.length === 0 ? byDefault : rule.sort);
  const joined = joinUnits(ordered, rule.unit);
  const brought = new Map(joined.map((one) => [one.key, one]));
  const pinning = pinsOf(rule, { index, isExcluded, brought, toCandidate });
  const held = new Set(pinning.pins.map(({ item }) => item.key));
  const others = joined.filter(({ key }) => !held.has(key));
  const placed = placePins(others, pinning.pins, rule.limit);
  return {
    items: placed.map((one, at) => toItem(one, { rank: at + 1, index })),
    left: {
      excluded: gathered.length - open.length,
      filtered: open.length - passed.length,
      overLimit: others.length + pinning.pins.length - placed.length,
    },
    unknown: [...new Set([...unknown, ...pinning.unknown])].sort(),
    idlePins: pinning.idle,
  };
}

/** A show stands for its seasons and episodes, a season for its episodes. */
function toExclusion({ exclude }: Rule, index: FactsIndex): (title: KnownTitle) => boolean {
  const keys = new Set(exclude.flatMap((key) => [key, index.find(key)?.key ?? key]));
  return ({ key, show, season }) =>
    keys.has(key) || (show !== null && keys.has(show)) || (season !== null && keys.has(season));
}

interface Pinning {
  readonly index: FactsIndex;
  readonly isExcluded: (title: KnownTitle) => boolean;
  /** What the sources brought, by what it is listed as. */
  readonly brought: ReadonlyMap<ItemKey, Joined>;
  readonly toCandidate: (gathered: Gathered) => Candidate;
}

interface Pins {
  readonly pins: readonly Pinned<Joined>[];
  readonly unknown: readonly ItemKey[];
  readonly idle: readonly ItemKey[];
}

function pinsOf(rule: Rule, { index, isExcluded, brought, toCandidate }: Pinning): Pins {
  const pins = new Map<ItemKey, Pinned<Joined>>();
  const unknown: ItemKey[] = [];
  const idle: ItemKey[] = [];
  for (const { item, at } of rule.pins) {
    const title = index.find(item);
    if (title === undefined) {
      unknown.push(item);
      continue;
    }
    const key = unitOf(title, rule.unit);
    if (isExcluded(title) || pins.has(key)) {
      idle.push(item);
      continue;
    }
    const bare = () => toCandidate({ title, reasons: [], given: Number.POSITIVE_INFINITY });
    const found = brought.get(key) ?? { key, ...bare() };
    pins.set(key, { at, item: pinned(found, at) });
  }
  return { pins: [...pins.values()], unknown, idle };
}

const pinned = (one: Joined, at: Pin['at']): Joined => ({
  ...one,
  reasons: [{ kind: 'pinned', at }, ...one.reasons],
});

const toItem = (
  { key, title, reasons, score, terms }: Joined,
  { rank, index }: { readonly rank: number; readonly index: FactsIndex },
): ListItem => ({
  rank,
  key,
  title: title.key === key ? title : (index.find(key) ?? title),
  score,
  terms,
  reasons,
});
