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
import { createScoring, type TermShare } from './score-titles.js';

export interface ListItem {
  /** From 1. */
  readonly rank: number;
  readonly key: ItemKey;
  /** Of the item itself or, where nothing is known of that, of the first that it stands for. */
  readonly title: KnownTitle;
  readonly reasons: readonly Reason[];
  /** −100 to 100 with two decimals: the sum of the terms’ shares. Null where the rule has no terms. */
  readonly score: number | null;
  readonly terms: readonly TermShare[];
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
  const today = { ...moment, day: localDay(moment) };
  const { gathered, unknown } = gather(rule, facts, index);
  const isExcluded = toExclusion(rule, index);
  const open = gathered.filter(({ title }) => !isExcluded(title));
  const tests = rule.filters.map((filter) => toTest(filter, today));
  const passed = open.filter(({ title }) => tests.every((test) => test(title)));
  const { scoreOf, termsOf } = createScoring(rule, { titles: facts.titles, now: moment.now });
  const toCandidate = ({ title, reasons, given }: Gathered): Candidate => ({
    title,
    reasons,
    given,
    score: scoreOf(title),
  });
  const ordered = inOrder(passed.map(toCandidate), rule.sort.length === 0 ? byDefault : rule.sort);
  const joined = joinUnits(ordered, rule.unit);
  const pinning = pinsOf(rule, { index, isExcluded, joined, toCandidate });
  const held = new Set(pinning.pins.map(({ item }) => item.key));
  const others = held.size === 0 ? joined : joined.filter(({ key }) => !held.has(key));
  const placed = placePins(others, pinning.pins, rule.limit);
  return {
    items: placed.map(({ key, title, reasons, score }, at) => ({
      rank: at + 1,
      key,
      title: title.key === key ? title : (index.find(key) ?? title),
      reasons,
      score,
      terms: termsOf(title),
    })),
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
  /** What the sources brought. */
  readonly joined: readonly Joined[];
  readonly toCandidate: (gathered: Gathered) => Candidate;
}

interface Pins {
  readonly pins: readonly Pinned<Joined>[];
  readonly unknown: readonly ItemKey[];
  readonly idle: readonly ItemKey[];
}

function pinsOf(rule: Rule, { index, isExcluded, joined, toCandidate }: Pinning): Pins {
  if (rule.pins.length === 0) return { pins: [], unknown: [], idle: [] };
  const brought = new Map(joined.map((one) => [one.key, one]));
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
