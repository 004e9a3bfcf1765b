import { isOnTrakt, type ItemKey } from '../item-key.js';
import type { WantedItem } from './shown-list.js';

/** Of a list's items what Trakt can show, in order; the others have no id of Trakt's and are to be named. */
export function toWanted<Item extends { readonly key: ItemKey }>(
  items: readonly Item[],
): { readonly wanted: readonly WantedItem[]; readonly missing: readonly Item[] } {
  return {
    wanted: items.flatMap(({ key }) => (isOnTrakt(key) ? [{ key, fingerprint: key }] : [])),
    missing: items.filter(({ key }) => !isOnTrakt(key)),
  };
}
