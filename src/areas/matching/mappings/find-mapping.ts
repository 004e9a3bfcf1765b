import type { MediaItem } from '../media-item.js';
import type { Mapping, MappingDraft } from './mapping.js';

type Owned = MappingDraft & Pick<Mapping, 'userId'>;

/**
 * The mapping that decides an item: the person's own before those shared by everybody; of these one of the very episode
 * before a range, a range before the season, the season before the whole show. Undefined when none is about it.
 */
export function findMapping<T extends Owned>(
  item: MediaItem,
  mappings: readonly T[],
): T | undefined {
  const about = mappings.filter((mapping) => isAbout(mapping, item));
  return about.toSorted((one, other) => rankOf(one) - rankOf(other))[0];
}

const shared = 10;

/** Lower is nearer. */
function rankOf(mapping: Owned): number {
  return (mapping.userId === null ? shared : 0) + breadthOf(mapping);
}

function breadthOf({ mediaType, season, firstNumber }: MappingDraft): number {
  if (mediaType !== 'show') return 0;
  if (firstNumber !== null) return 1;
  return season === null ? 3 : 2;
}

/** Whether a mapping says something of an item. */
function isAbout(mapping: MappingDraft, item: MediaItem): boolean {
  if (mapping.mediaType !== 'show')
    return mapping.mediaType === item.kind && mapping.traktId === item.traktId;
  if (item.kind !== 'episode' || item.show.traktId !== mapping.traktId) return false;
  // The numbers of specials are counted apart: a subject for the show is none for them, leaving the show out leaves them out.
  if (mapping.season === null) return item.season > 0 || mapping.action === 'ignore';
  return mapping.season === item.season && isInRange(mapping, item.number);
}

const isInRange = ({ firstNumber, lastNumber }: MappingDraft, number: number): boolean =>
  firstNumber === null || (firstNumber <= number && number <= (lastNumber ?? Infinity));
