import type { ItemKey } from '../item-key.js';
import type { KnownTitle } from '../known-title.js';
import type { Unit } from '../rules/rule.js';
import type { Candidate, Reason } from './candidate.js';

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
  if (unit === 'as-is') return ordered.map((one) => toJoined(one, one.title.key, one.reasons));
  const found = new Map<ItemKey, { readonly first: Candidate; readonly items: ItemKey[] }>();
  for (const candidate of ordered) {
    const key = unitOf(candidate.title, unit);
    const known = found.get(key);
    if (known === undefined) found.set(key, { first: candidate, items: [candidate.title.key] });
    else known.items.push(candidate.title.key);
  }
  return [...found].map(([key, { first, items }]) => {
    const isItself = items.length === 1 && first.title.key === key;
    return toJoined(first, key, isItself ? first.reasons : [...first.reasons, joins(items)]);
  });
}

const joins = (items: readonly ItemKey[]): Reason => ({ kind: 'joins', items });

// Field by field: spread over 100,000 items is half of an evaluation.
const toJoined = (
  { title, given, score }: Candidate,
  key: ItemKey,
  reasons: readonly Reason[],
): Joined => ({ key, title, reasons, given, score });
