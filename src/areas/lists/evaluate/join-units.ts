import type { ItemKey } from '../item-key.js';
import type { KnownTitle } from '../known-title.js';
import type { Unit } from '../rules/rule.js';
import type { Candidate } from './candidate.js';

/** What a title is listed as. */
export function unitOf(title: KnownTitle, unit: Unit): ItemKey {
  switch (unit) {
    case 'show':
      return title.show ?? title.key;
    case 'season':
      return title.season ?? title.key;
    case 'as-is':
      return title.key;
  }
}

export interface Joined extends Candidate {
  readonly key: ItemKey;
}

/** Candidates in order, of each unit the first; it says which others it stands for. */
export function joinUnits(ordered: readonly Candidate[], unit: Unit): readonly Joined[] {
  const joined = new Map<ItemKey, { first: Candidate; items: ItemKey[] }>();
  for (const candidate of ordered) {
    const key = unitOf(candidate.title, unit);
    const known = joined.get(key);
    if (known === undefined) joined.set(key, { first: candidate, items: [candidate.title.key] });
    else known.items.push(candidate.title.key);
  }
  return [...joined].map(([key, { first, items }]) => {
    const isItself = items.length === 1 && items[0] === key;
    const reasons = isItself
      ? first.reasons
      : [...first.reasons, { kind: 'joins', items } as const];
    return { ...first, key, reasons };
  });
}
