import type { IdMap, IdMapEntry } from '../id-map/id-map.js';
import type { EpisodeItem, MediaItem } from '../media-item.js';
import { countedCours } from './decide-cours.js';
import { hugeNumber, precedingCounted } from './decide-elsewhere.js';
import { namedSpecials } from './decide-special.js';
import { moviePlaces } from './decide-movie.js';
import {
  isOnAir,
  placeEpisode,
  precedingOf,
  regularSubjects,
  unnumberedSpecials,
} from './place.js';
import type { Place } from './place.js';

/** The subjects whose episode tables `decide` wants to see for an item, each once; none when the map does not know it. */
export function candidateSubjects(item: MediaItem, idMap: IdMap): readonly number[] {
  const entries = item.kind === 'movie' ? moviePlaces(item, idMap) : episodeSubjects(item, idMap);
  return [...new Set(entries.map(({ subjectId }) => subjectId))];
}

function episodeSubjects(item: EpisodeItem, idMap: IdMap): readonly IdMapEntry[] {
  const entries = item.show.tmdb === null ? [] : idMap.show(item.show.tmdb);
  const place = placeEpisode(item, entries);
  if (item.season === 0) return specialSubjects(place);
  if (place.placed.length > 1)
    return [...courSubjects(place), ...elsewhereSubjects(place, isLost(place))];
  return [...place.placed, ...elsewhereSubjects(place, isLost(place))];
}

/** The day is outside the listed run of every subject of the season: the show's other ones are asked. */
function isLost({ placed, day }: Place): boolean {
  return placed.length === 0 || (day !== null && !placed.some((entry) => isOnAir(entry, day, 1)));
}

function specialSubjects(place: Place): readonly IdMapEntry[] {
  const { day, item } = place;
  const named = namedSpecials(place);
  const isExact = named.length === 1 && named[0]?.start === item.number;
  if (day === null || isExact) return named;
  return [
    ...named,
    ...unnumberedSpecials(place).filter((entry) => isOnAir(entry, day)),
    ...place.onAir,
  ];
}

function courSubjects({ placed, day }: Place): readonly IdMapEntry[] {
  if (day === null) return placed.length <= countedCours ? placed : [];
  const running = placed.filter((entry) => isOnAir(entry, day));
  if (running.length === 0) return placed.length <= countedCours ? placed : [];
  return running.flatMap((entry) => {
    const earlier = precedingOf(entry, placed);
    return earlier.length <= countedCours ? [...earlier, entry] : [entry];
  });
}

function elsewhereSubjects(place: Place, isAsked: boolean): readonly IdMapEntry[] {
  if (!isAsked) return [];
  const regular = regularSubjects(place);
  if (regular.length === 1) return regular;
  if (place.day === null)
    return place.item.number >= hugeNumber ? regular.slice(0, precedingCounted) : [];
  return place.onAir.flatMap((entry) => [
    ...precedingOf(entry, regular).slice(-precedingCounted),
    entry,
  ]);
}
