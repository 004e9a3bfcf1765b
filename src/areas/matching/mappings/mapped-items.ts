import type { MediaItem } from '../media-item.js';
import { findMapping } from './find-mapping.js';
import type { MappingOwner, MappingStore } from './mapping-store.js';
import type { Mapping } from './mapping.js';

/** The mapping of each item that has one. */
export type MappedItems = ReadonlyMap<MediaItem, Mapping>;

/** What this person's mappings and the shared ones say of items; for nobody in particular: the shared ones. */
export async function findMapped(
  store: Pick<MappingStore, 'about'>,
  owner: MappingOwner,
  items: readonly MediaItem[],
): Promise<MappedItems> {
  const mappings = await store.about(owner, items);
  return new Map(
    items.flatMap((item): [MediaItem, Mapping][] => {
      const mapping = findMapping(item, mappings);
      return mapping === undefined ? [] : [[item, mapping]];
    }),
  );
}
