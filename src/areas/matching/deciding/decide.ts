import type { Decision } from '../decision.js';
import type { EpisodeRow, EpisodeTables } from '../episode-row.js';
import type { IdMap } from '../id-map/id-map.js';
import type { EpisodeItem, MediaItem } from '../media-item.js';
import { candidateSubjects } from './candidate-subjects.js';
import type { Step } from './context.js';
import { parked } from './context.js';
import { decideCours } from './decide-cours.js';
import { decideElsewhere } from './decide-elsewhere.js';
import { decideMovie } from './decide-movie.js';
import { decidePlaced } from './decide-placed.js';
import { decideSpecial } from './decide-special.js';
import { gate } from './gate.js';
import { placeEpisode } from './place.js';

/** In order of trust; the first that has something to say decides. Further sources of candidates are further steps. */
const steps: readonly Step[] = [decideSpecial, decidePlaced, decideCours, decideElsewhere];

/**
 * Which Bangumi subject and row an item is: matched on two independent signals or the map's exact key, else parked
 * with what is known, never guessed. Pure; `tables` holds what `candidateSubjects` asked for, and a subject missing
 * in it counts as gone.
 */
export function decide(item: MediaItem, idMap: IdMap, tables: EpisodeTables): Decision {
  // Tables fetched for other items must not change this one's decision.
  const own = new Map<number, readonly EpisodeRow[]>();
  for (const subjectId of candidateSubjects(item, idMap)) {
    const rows = tables.get(subjectId);
    if (rows !== undefined) own.set(subjectId, rows);
  }
  return item.kind === 'movie' ? decideMovie(item, idMap, own) : decideEpisode(item, idMap, own);
}

function decideEpisode(item: EpisodeItem, idMap: IdMap, tables: EpisodeTables): Decision {
  const entries = item.show.tmdb === null ? [] : idMap.show(item.show.tmdb);
  if (entries.length === 0) return gate(item.show);
  const place = placeEpisode(item, entries);
  for (const step of steps) {
    const decision = step({ place, tables });
    if (decision !== null) return decision;
  }
  const detail = `the show is in the id map, but no subject of it fits season ${item.season} episode ${item.number} and its date`;
  return parked('unmatched', { evidence: [{ signal: 'id-map', detail }] });
}
