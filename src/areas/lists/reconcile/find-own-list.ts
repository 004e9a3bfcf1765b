import { readMarker, type Marker } from '../titles/marker.js';

export interface ListedList {
  readonly traktId: number;
  readonly description: string | null;
  readonly slug?: string | null | undefined;
}

export interface Looking {
  /** Of the list that was made for this one; null before that is known. */
  readonly storedId: number | null;
  readonly marker: Marker;
  /** All personal lists of the account, completely read. */
  readonly lists: readonly ListedList[];
}

export type FoundList =
  /** `also`: others with the same marker, which stay untouched and are named. */
  | {
      readonly kind: 'ours';
      readonly traktId: number;
      readonly by: 'id' | 'marker';
      readonly also: readonly number[];
    }
  /** The stored id leads to a list that no longer says it is ours: never touched. */
  | { readonly kind: 'not-ours'; readonly traktId: number }
  | { readonly kind: 'missing' };

/** By the stored id if that list still has the marker, else by the marker alone (the oldest); never by name. */
export function findOwnList({ storedId, marker, lists }: Looking): FoundList {
  const marked = lists
    .filter(({ description }) => readMarker(description) === marker)
    .map(({ traktId }) => traktId)
    .sort((one, other) => one - other);
  const stored = lists.find(({ traktId }) => traktId === storedId);
  const [oldest] = marked;
  if (oldest === undefined)
    return stored === undefined
      ? { kind: 'missing' }
      : { kind: 'not-ours', traktId: stored.traktId };
  const isStored = storedId !== null && marked.includes(storedId);
  const traktId = isStored ? storedId : oldest;
  const also = marked.filter((id) => id !== traktId);
  return { kind: 'ours', traktId, by: isStored ? 'id' : 'marker', also };
}
