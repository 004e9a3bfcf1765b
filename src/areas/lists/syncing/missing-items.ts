import { isOnTrakt, type ItemKey } from '../item-key.js';
import type { MissingItem } from '../list-run.js';
import type { LearntRow } from '../stores/item-store.js';

export interface NamedItem {
  readonly key: ItemKey;
  readonly name: string | null;
}

/** Items of the list that Trakt does not show, and why. */
export function missingItems(
  items: readonly NamedItem[],
  learnt: readonly LearntRow[],
): readonly MissingItem[] {
  const reasons = new Map<string, MissingItem['reason']>();
  for (const { kind, key } of learnt)
    if (kind === 'not-found' || kind === 'not-shown') reasons.set(key, kind);
  return items.flatMap(({ key, name }) => {
    const reason = isOnTrakt(key) ? reasons.get(key) : 'not-on-trakt';
    return reason === undefined ? [] : [{ key, name, reason }];
  });
}
