import { dateOfDay, dayOfDate } from '../calendar-day.js';
import type { Decision, Evidence } from '../decision.js';
import type { EpisodeTables } from '../episode-row.js';
import type { IdMap, IdMapEntry } from '../id-map/id-map.js';
import type { MovieItem } from '../media-item.js';
import { compareTitles, parseTitles } from '../titles/compare-titles.js';
import { parked } from './context.js';
import { mainRows } from './number-readings.js';

/** A re-cut or 3D version shares its film's TMDB id: the release date must be that of one of them. */
const daysAroundRelease = 10;

export function moviePlaces(item: MovieItem, idMap: IdMap): readonly IdMapEntry[] {
  return item.movie.tmdb === null ? [] : idMap.movie(item.movie.tmdb);
}

/** By the id map; null when it does not know the film. */
export function decideMovie(item: MovieItem, idMap: IdMap, tables: EpisodeTables): Decision | null {
  const places = moviePlaces(item, idMap);
  if (places.length === 0) return null;
  const evidence = places.map(({ subjectId, title }) => toEvidence(subjectId, title));
  const shown = places.filter(({ subjectId }) => tables.has(subjectId));
  if (shown.length === 0) return parked('unmatched', { evidence: [...evidence, gone] });
  const meant = places.length === 1 ? shown : shown.filter((place) => isReleasedAbout(place, item));
  const [only, second] = meant;
  if (only === undefined || second !== undefined) return parked('ambiguous', { evidence });
  if (isAnotherFilm(only, item))
    return parked('ambiguous', { evidence: [...evidence, contradiction(only, item)] });
  return decideFilmRow(only.subjectId, tables, [toEvidence(only.subjectId, only.title)]);
}

/** A film without rows is marked by collecting it; one with several rows is no single film. */
export function decideFilmRow(
  subjectId: number,
  tables: EpisodeTables,
  evidence: readonly Evidence[],
): Decision {
  const rows = mainRows({ rows: tables.get(subjectId) ?? [] });
  const [row, second] = rows;
  if (row === undefined) return { kind: 'matched', subjectId, episodeId: null, evidence };
  if (second === undefined) {
    return {
      kind: 'matched',
      subjectId,
      episodeId: row.id,
      evidence: [...evidence, { signal: 'only-row', detail: `row ${row.id} is its only one` }],
    };
  }
  const candidates = rows.map(({ id, sort }) => ({
    subjectId,
    row: { ...row, id },
    evidence: { signal: 'number', detail: `row ${sort} of ${rows.length}` },
  }));
  return parked('ambiguous', { subjectId, readings: candidates, evidence });
}

/** A film reaches other countries within the year, and a wrong id is rare: both title and day have to speak against it. */
const daysToRelease = 60;

function isAnotherFilm({ title, begin }: IdMapEntry, { movie, released }: MovieItem): boolean {
  const day = dayOfDate(released);
  const { originalTitle } = movie;
  if (day === null || begin === null || originalTitle === null) return false;
  const verdict = compareTitles(parseTitles([originalTitle, movie.title]), parseTitles([title]));
  return Math.abs(begin - day) > daysToRelease && verdict.kind === 'other';
}

const contradiction = ({ begin }: IdMapEntry, { movie, released }: MovieItem): Evidence => ({
  signal: 'title',
  detail: `Trakt calls it “${movie.originalTitle ?? movie.title}”, released on ${released ?? 'an unknown day'}; the map's film is of ${
    begin === null ? 'an unknown day' : dateOfDay(begin)
  }`,
});

function isReleasedAbout({ begin }: IdMapEntry, { released }: MovieItem): boolean {
  const day = dayOfDate(released);
  return begin !== null && day !== null && Math.abs(begin - day) <= daysAroundRelease;
}

const toEvidence = (subjectId: number, title: string): Evidence => ({
  signal: 'id-map',
  detail: `bangumi-data puts this film at subject ${subjectId} (${title})`,
});

const gone: Evidence = {
  signal: 'id-map',
  detail: 'Bangumi shows none of these subjects (deleted or hidden)',
};
