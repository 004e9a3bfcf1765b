import type { Mapping } from '../../matching/index.js';
import type { DecidingMapping } from './explanation.js';
import type { PlayEvent } from './play-events.js';

/** The mapping a decision was made by, held against what is there now; null where the decision names none. */
export function decidingMapping(
  { mappingId: id, mappingAsOf }: Pick<PlayEvent, 'mappingId' | 'mappingAsOf'>,
  mappings: ReadonlyMap<string, Mapping>,
): DecidingMapping | null {
  if (id === null) return null;
  const mapping = mappings.get(id);
  if (mapping === undefined) return { id, standing: 'gone', mapping: null };
  const isSame = mapping.updatedAt.getTime() === mappingAsOf?.getTime();
  return { id, standing: isSame ? 'as-it-was' : 'changed-since', mapping };
}
