import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { groupBy } from '../../../platform/lib/group-by.js';
import type { IdMaps } from '../../matching/index.js';
import { knownTitlesOf, ownCounts } from '../places/match-counts.js';
import { placeByMatches } from '../places/place-by-matches.js';
import type { KeptPlace } from '../places/place-store.js';
import type { SeasonOnTrakt } from '../places/season-on-trakt.js';
import type { SeasonStore } from '../places/season-store.js';
import { gatherTitles } from './gather-titles.js';
import { readParked, readTables, readWatched } from './ledger-facts.js';
import { readLibraryRows, type LibraryRow } from './library-facts.js';
import type { Known, NotPlaced } from './list-facts-source.js';
import { locate } from './locate.js';
import { subjectPart } from './subject-part.js';
import { readSubjects, type SubjectRow } from './subject-rows.js';
import type { TitleFacts, TitlePart } from './title-part.js';
import { libraryPart, parkedPart } from './trakt-parts.js';

export interface ReadKnownTitlesDeps {
  readonly db: Database;
  readonly seasons: SeasonStore;
  readonly idMaps: Pick<IdMaps, 'current'>;
  readonly clock: Clock;
}

/** Everything known of a person's titles, by a fixed number of statements. */
export async function readKnownTitles(
  deps: ReadKnownTitlesDeps,
  userId: string,
): Promise<Pick<Known, 'titles' | 'notPlaced'>> {
  const { db } = deps;
  const rows = await withOwnPlaces(db, userId, await readSubjects(db, userId));
  const seasons = await deps.seasons.load(rows.flatMap(showOf));
  const library = await readLibraryRows(db, userId);
  const { parts, notPlaced } = await subjectParts(deps, userId, { rows, seasons });
  const others = [...library.map(libraryPart), ...(await readParked(db, userId)).map(parkedPart)];
  const ids = new Map([...idsOf(seasons), ...idsOfLibrary(library)]);
  return { titles: gatherTitles([...parts, ...others], ids), notPlaced };
}

/** The person's own mappings come before what is everybody's. */
async function withOwnPlaces(
  db: Database,
  userId: string,
  rows: readonly SubjectRow[],
): Promise<readonly SubjectRow[]> {
  const counts = groupBy(await ownCounts(db, userId), ({ subjectId }) => subjectId);
  if (counts.size === 0) return rows;
  const titleOf = await knownTitlesOf(db, [...counts.values()].flat());
  return rows.map((row) => {
    const [first, ...others] = counts.get(row.subjectId) ?? [];
    if (first === undefined) return row;
    const eps = row.facts?.eps ?? 0;
    const place: KeptPlace = placeByMatches({ counts: [first, ...others], titleOf, eps });
    return { ...row, place };
  });
}

function showOf({ place }: SubjectRow): number[] {
  if (place === null) return [];
  return place.spot === null || place.spot.kind === 'movie' ? [] : [place.title.traktId];
}

type Seasons = ReadonlyMap<number, readonly SeasonOnTrakt[]>;

async function subjectParts(
  { db, idMaps, clock }: ReadKnownTitlesDeps,
  userId: string,
  { rows, seasons }: { readonly rows: readonly SubjectRow[]; readonly seasons: Seasons },
): Promise<{ readonly parts: readonly TitlePart[]; readonly notPlaced: readonly NotPlaced[] }> {
  const idMap = idMaps.current();
  const watched = bySubject(await readWatched(db, userId));
  const tables = bySubject(await readTables(db, userId));
  const now = clock.now();
  const notPlaced: NotPlaced[] = [];
  const parts = rows.map((row): TitlePart => {
    const { subjectId, place } = row;
    const known = {
      row,
      watched: watched.get(subjectId),
      table: tables.get(subjectId),
      listed: idMap.subject(subjectId),
      now,
    };
    const facts = subjectPart(known);
    const [showId] = showOf(row);
    const { at, reason } = locate({
      subjectId,
      place,
      eps: row.facts?.eps ?? 0,
      date: facts.airs.from,
      seasons: showId === undefined ? undefined : seasons.get(showId),
    });
    if (reason !== null) notPlaced.push({ subjectId, name: nameOf(facts, subjectId), reason });
    return { at, facts };
  });
  return { parts, notPlaced };
}

const bySubject = <T extends { readonly subjectId: number }>(rows: readonly T[]) =>
  new Map(rows.map((row) => [row.subjectId, row]));

const nameOf = ({ names }: TitleFacts, subjectId: number): string =>
  names.zh ?? names.ja ?? names.en ?? String(subjectId);

const idsOf = (seasons: Seasons): [string, number][] =>
  [...seasons].flatMap(([showId, all]) =>
    all.flatMap(({ number, traktId }): [string, number][] =>
      traktId === null ? [] : [[`${showId}/${number}`, traktId]],
    ),
  );

const idsOfLibrary = (rows: readonly LibraryRow[]): [string, number][] =>
  rows.flatMap(({ kind, titleId, season, traktId }): [string, number][] =>
    kind === 'season' && season !== null ? [[`${titleId}/${season}`, traktId]] : [],
  );
