import type { ChangedMappings } from '../../../areas/history/index.js';
import { toMappingBody } from '../../contract/matching/mapping.js';

/** Mappings that were there, and those in their place, for the record of a change. */
export const changeOf = ({ added, removed }: Pick<ChangedMappings, 'added' | 'removed'>) => ({
  before: { mappings: removed.map(toMappingBody) },
  after: { mappings: added.map(toMappingBody) },
});
