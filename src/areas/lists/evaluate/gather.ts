import type { ItemKey } from '../item-key.js';
import type { KnownTitle, ListFacts } from '../known-title.js';
import type { Rule } from '../rules/rule.js';
import type { Source } from '../rules/sources.js';
import type { Gathered, Reason } from './candidate.js';
import type { FactsIndex } from './facts-index.js';
import { ownRating } from './own-rating.js';

export interface Gathering {
  readonly gathered: readonly Gathered[];
  /** Named by the rule, but nothing is known of them. */
  readonly unknown: readonly ItemKey[];
}

/** All that the sources bring, each title once, with every reason. */
export function gather(rule: Rule, facts: ListFacts, index: FactsIndex): Gathering {
  const found = new Map<ItemKey, { title: KnownTitle; reasons: Reason[]; given: number }>();
  const unknown = new Set<ItemKey>();
  let given = 0;
  const take = (title: KnownTitle, reasons: readonly Reason[], place: number): void => {
    const known = found.get(title.key);
    if (known === undefined) found.set(title.key, { title, reasons: [...reasons], given: place });
    else {
      known.reasons.push(...reasons);
      known.given = Math.min(known.given, place);
    }
  };
  for (const [at, source] of rule.sources.entries()) {
    const reason: Reason = { kind: 'source', source: at };
    const isOrdered = source.from === 'items' || source.from === 'list';
    for (const key of broughtBy(source, facts)) {
      const title = typeof key === 'string' ? index.find(key) : key;
      if (isOrdered) given += 1;
      if (title === undefined) unknown.add(key as ItemKey);
      else
        for (const { title: part, reasons } of partsOf(title, rule, index))
          take(part, [reason, ...reasons], isOrdered ? given : Number.POSITIVE_INFINITY);
    }
  }
  const gathered = [...found.values()].map((one) => ({ ...one, reasons: once(one.reasons) }));
  return { gathered, unknown: [...unknown].sort() };
}

interface Part {
  readonly title: KnownTitle;
  readonly reasons: readonly Reason[];
}

/** Where seasons are listed one by one, a show stands for those that are known of it. */
function partsOf(title: KnownTitle, { unit }: Rule, index: FactsIndex): readonly Part[] {
  const seasons = unit === 'season' ? index.seasonsOf(title.key) : [];
  if (seasons.length === 0) return [{ title, reasons: [] }];
  return seasons.map((season) => ({
    title: season,
    reasons: [{ kind: 'season-of', show: title.key }],
  }));
}

function broughtBy(
  source: Source,
  { titles, lists }: ListFacts,
): readonly (KnownTitle | ItemKey)[] {
  switch (source.from) {
    case 'collection': {
      const wanted = new Set(source.states);
      return titles.filter(({ state }) => state !== null && wanted.has(state));
    }
    case 'ledger':
      return titles.filter((title) => source.states.some((state) => isInLedger[state](title)));
    case 'ratings':
      return titles.filter(
        (title) => (ownRating(title, source.side)?.rating ?? 0) >= source.at_least,
      );
    case 'items':
      return source.items;
    case 'list':
      return lists.get(source.list_id) ?? [];
  }
}

const isInLedger = {
  /** As much as there is of it; where that is not known, any of it is called unfinished. */
  watched: ({ progress: { watched, total } }: KnownTitle) =>
    total !== null && total > 0 && watched >= total,
  unfinished: ({ progress: { watched, total } }: KnownTitle) =>
    watched > 0 && (total === null || watched < total),
  parked: ({ progress }: KnownTitle) => progress.parked > 0,
};

/** In a fixed order, each once. */
function once(reasons: readonly Reason[]): readonly Reason[] {
  if (reasons.length < 2) return reasons;
  const told = new Map(reasons.map((reason) => [JSON.stringify(reason), reason]));
  return [...told].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, reason]) => reason);
}
