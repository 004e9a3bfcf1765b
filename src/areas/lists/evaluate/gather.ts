import type { ItemKey } from '../item-key.js';
import type { KnownTitle, ListFacts } from '../known-title.js';
import type { Rule } from '../rules/rule.js';
import type { Source } from '../rules/sources.js';
import { toBrings } from './brings.js';
import type { Gathered, Reason } from './candidate.js';
import type { FactsIndex } from './facts-index.js';

export interface Gathering {
  readonly gathered: readonly Gathered[];
  /** Named by the rule or by another list, but nothing is known of them. */
  readonly unknown: readonly ItemKey[];
}

type Take = (gathered: Gathered) => void;

const nowhere = Number.POSITIVE_INFINITY;

/** All that the sources bring, each title once, with every reason. */
export function gather(rule: Rule, facts: ListFacts, index: FactsIndex): Gathering {
  const found = new Map<ItemKey, Gathered>();
  const unknown = new Set<ItemKey>();
  const take: Take = (gathered) => {
    const { key } = gathered.title;
    const known = found.get(key);
    found.set(key, known === undefined ? gathered : joined(known, gathered));
  };
  const takeParts = rule.unit === 'season' ? bySeason(take, index) : take;
  let places = 0;
  for (const { reasons, named, brings } of rule.sources.map(toReading(facts))) {
    if (brings !== undefined)
      for (const title of facts.titles)
        if (brings(title)) takeParts({ title, reasons, given: nowhere });
    for (const key of named) {
      places += 1;
      const title = index.find(key);
      if (title === undefined) unknown.add(key);
      else takeParts({ title, reasons, given: places });
    }
  }
  return { gathered: [...found.values()], unknown: [...unknown].sort() };
}

interface Reading {
  readonly reasons: readonly Reason[];
  /** What it names one by one, in order. */
  readonly named: readonly ItemKey[];
  /** What it brings of all that is known. */
  readonly brings: ((title: KnownTitle) => boolean) | undefined;
}

const toReading =
  ({ lists }: ListFacts) =>
  (source: Source, at: number): Reading => {
    const reasons = [{ kind: 'source', source: at }] as const;
    if (source.from === 'items') return { reasons, named: source.items, brings: undefined };
    if (source.from === 'list')
      return { reasons, named: lists.get(source.list_id) ?? [], brings: undefined };
    return { reasons, named: [], brings: toBrings(source) };
  };

/** Where seasons are listed one by one, a show stands for those that are known of it. */
function bySeason(take: Take, index: FactsIndex): Take {
  const shows = new Map<ItemKey, Reason>();
  return (gathered) => {
    const { title, reasons, given } = gathered;
    const seasons = index.seasonsOf(title.key);
    if (seasons.length === 0) {
      take(gathered);
      return;
    }
    const show = shows.get(title.key) ?? { kind: 'season-of', show: title.key };
    shows.set(title.key, show);
    for (const season of seasons) take({ title: season, reasons: [...reasons, show], given });
  };
}

/** One reason is one object, whatever it brings. */
const joined = (one: Gathered, other: Gathered): Gathered => ({
  title: one.title,
  reasons: [...one.reasons, ...other.reasons.filter((reason) => !one.reasons.includes(reason))],
  given: Math.min(one.given, other.given),
});
