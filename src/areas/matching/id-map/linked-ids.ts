import type { AnimeListEntry, AnimeListMapping } from './anime-lists.js';
import type { BangumiDataItem } from './bangumi-data.js';
import type { ExtLink } from './bangumi-ext-linker.js';
import type { TitleFacts } from '../media-item.js';

/** A Bangumi subject that a list links to a work by an id for which bangumi-data names none. */
export interface LinkedSubject {
  readonly subjectId: number;
  /** Null: numbered through all seasons, or not known. */
  readonly season: number | null;
  /** The number of its first episode there; null when not known. */
  readonly start: number | null;
  /** Of `bangumi-ext-linker` one in twelve is wrong: it is only shown to people. */
  readonly source: 'anime-lists' | 'bangumi-ext-linker';
  /** The id that leads there, as people write it: `TVDB 81797`. */
  readonly by: string;
}

/** An id of another catalogue that a list links to a subject. */
export interface SubjectLink extends Pick<LinkedSubject, 'season' | 'start' | 'source'> {
  /** IMDb's ids do not say. */
  readonly kind: 'show' | 'movie' | 'either';
  readonly idType: 'tmdb' | 'tvdb' | 'imdb';
  readonly id: string;
}

export type WorkIds = Pick<TitleFacts, 'tmdb' | 'tvdb' | 'imdb'>;

/** From TMDB, TVDB and IMDb to Bangumi, over AniDB's ids; each subject once, surest first, then by start. */
export interface LinkedIds {
  /** Those of one season and those whose season is not known; of all seasons with null. */
  ofShow(ids: WorkIds, season: number | null): readonly LinkedSubject[];
  ofMovie(ids: WorkIds): readonly LinkedSubject[];
  /** The way back. */
  ofSubject(subjectId: number): readonly SubjectLink[];
}

export interface LinkedIdSources {
  readonly bangumiData: readonly BangumiDataItem[];
  readonly animeLists?: readonly AnimeListEntry[] | undefined;
  readonly extLinks?: readonly ExtLink[] | undefined;
}

interface Joined {
  readonly subjectId: number;
  readonly entry: AnimeListEntry;
  readonly source: LinkedSubject['source'];
}

/** Builds the index; what it keeps is independent of what it is made of. */
export function createLinkedIds(sources: LinkedIdSources): LinkedIds {
  const shows = new Map<string, LinkedSubject[]>();
  const movies = new Map<string, LinkedSubject[]>();
  const bySubject = new Map<number, SubjectLink[]>();
  for (const { kind, ...subject } of linksOf(sources)) {
    if (kind !== 'movie') add(shows, subject.by, subject);
    if (kind !== 'show') add(movies, subject.by, subject);
    add(bySubject, subject.subjectId, toSubjectLink(kind, subject));
  }
  return {
    ofShow(ids, season) {
      const there = namesOf(ids).flatMap((by) => shows.get(by) ?? []);
      const placed = there.filter((one) => season === null || one.season === season);
      const open = there.filter((one) => one.season === null);
      return surestFirst([...placed, ...open]);
    },
    ofMovie: (ids) => surestFirst(namesOf(ids).flatMap((by) => movies.get(by) ?? [])),
    ofSubject: (subjectId) => bySubject.get(subjectId) ?? [],
  };
}

interface Link extends LinkedSubject {
  readonly kind: SubjectLink['kind'];
}

const linksOf = (sources: LinkedIdSources): Link[] => [
  ...joinByAnidb(sources).flatMap(linksByAnidb),
  ...(sources.extLinks ?? []).flatMap(linksOfExt),
];

const linksByAnidb = ({ subjectId, entry, source }: Joined): Link[] => [
  ...placesOf(entry).map((place): Link => ({ kind: 'show', subjectId, source, ...place })),
  ...entry.tmdbMovies.map((id): Link => ({
    kind: 'movie',
    subjectId,
    source,
    by: tmdbOf(id),
    ...unplaced,
  })),
  ...entry.imdb.map((id): Link => ({
    kind: 'either',
    subjectId,
    source,
    by: imdbOf(id),
    ...unplaced,
  })),
];

function linksOfExt({ subjectId, tmdb, tvdb, imdb }: ExtLink): Link[] {
  const link = { subjectId, source: 'bangumi-ext-linker', ...unplaced } as const;
  const links: (Link | null)[] = [
    tmdb && { ...link, kind: tmdb.kind === 'tv' ? 'show' : 'movie', by: tmdbOf(tmdb.tmdb) },
    tvdb === null ? null : { ...link, kind: 'show', by: tvdbOf(tvdb) },
    imdb === null ? null : { ...link, kind: 'either', by: imdbOf(imdb) },
  ];
  return links.filter((each) => each !== null);
}

const idTypes: Readonly<Record<string, SubjectLink['idType']>> = {
  TMDB: 'tmdb',
  TVDB: 'tvdb',
  IMDb: 'imdb',
};

function toSubjectLink(
  kind: Link['kind'],
  { by, season, start, source }: LinkedSubject,
): SubjectLink {
  const [catalogue = '', id = ''] = by.split(' ');
  return { kind, idType: idTypes[catalogue] ?? 'tmdb', id, season, start, source };
}

const unplaced = { season: null, start: null } as const;

const tmdbOf = (id: number) => `TMDB ${id}`;
const tvdbOf = (id: number) => `TVDB ${id}`;
const imdbOf = (id: string) => `IMDb ${id}`;

const namesOf = ({ tmdb, tvdb, imdb }: WorkIds): string[] => [
  ...(tmdb === null ? [] : [tmdbOf(tmdb)]),
  ...(tvdb === null ? [] : [tvdbOf(tvdb)]),
  ...(imdb === null ? [] : [imdbOf(imdb)]),
];

/** Each subject with the entry of its AniDB id; what bangumi-data joins, BangumiExtLinker does not join again. */
function joinByAnidb({
  bangumiData,
  animeLists = [],
  extLinks = [],
}: LinkedIdSources): readonly Joined[] {
  const entries = new Map(animeLists.map((entry) => [entry.anidb, entry]));
  const join = (subjectId: number, anidb: number | null, source: Joined['source']): Joined[] => {
    const entry = anidb === null ? undefined : entries.get(anidb);
    return entry === undefined ? [] : [{ subjectId, entry, source }];
  };
  const sure = bangumiData.flatMap((item) =>
    idsOf(item, 'bangumi').flatMap((subjectId) =>
      idsOf(item, 'anidb').flatMap((anidb) => join(subjectId, anidb, 'anime-lists')),
    ),
  );
  const known = new Set(sure.map(({ subjectId }) => subjectId));
  const unsure = extLinks
    .filter(({ subjectId }) => !known.has(subjectId))
    .flatMap(({ subjectId, anidb }) => join(subjectId, anidb, 'bangumi-ext-linker'));
  return [...sure, ...unsure];
}

const idsOf = ({ sites }: BangumiDataItem, site: string): number[] =>
  sites
    .filter((at) => at.site === site)
    .map(({ id }) => Number(id))
    .filter((id) => Number.isSafeInteger(id) && id > 0);

interface Place {
  readonly by: string;
  readonly season: number | null;
  readonly start: number;
}

/** Where the title begins in each season of TMDB and TVDB that has some of its regular episodes. */
function placesOf(entry: AnimeListEntry): Place[] {
  const { tmdbTv, tmdbSeason, tmdbOffset, tvdb, tvdbSeason, episodeOffset, mappings } = entry;
  const regular = mappings.filter(({ anidbSeason }) => anidbSeason === 1);
  const placed = (
    by: string | null,
    whole: { season: number | null; start: number },
    seasonOf: (mapping: AnimeListMapping) => number | null,
  ) => (by === null ? [] : startsOf(whole, regular, seasonOf).map((at) => ({ by, ...at })));
  return [
    ...placed(
      tmdbTv === null ? null : tmdbOf(tmdbTv),
      { season: tmdbSeason, start: tmdbOffset + 1 },
      (mapping) => mapping.tmdbSeason,
    ),
    ...placed(
      tvdb === null ? null : tvdbOf(tvdb),
      { season: tvdbSeason, start: episodeOffset + 1 },
      (mapping) => mapping.tvdbSeason,
    ),
  ];
}

function startsOf(
  whole: Omit<Place, 'by'>,
  mappings: readonly AnimeListMapping[],
  seasonOf: (mapping: AnimeListMapping) => number | null,
): Omit<Place, 'by'>[] {
  const starts = new Map<number | null, number>([[whole.season, whole.start]]);
  for (const mapping of mappings) {
    const season = seasonOf(mapping);
    if (season === null) continue;
    const { start, offset, pairs } = mapping;
    const numbers = [
      ...(start === null ? [] : [start + offset]),
      ...pairs.flatMap(([, others]) => others),
    ];
    const earliest = Math.min(...numbers, starts.get(season) ?? Number.POSITIVE_INFINITY);
    if (Number.isFinite(earliest)) starts.set(season, earliest);
  }
  return [...starts].map(([season, start]) => ({ season, start }));
}

function add<K, T>(index: Map<K, T[]>, key: K, one: T): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [one]);
  else known.push(one);
}

/** Each subject once, by the surest link to it. */
function surestFirst(subjects: readonly LinkedSubject[]): LinkedSubject[] {
  const sorted = subjects.toSorted(bySurety);
  return sorted.filter(
    ({ subjectId }, index) => sorted.findIndex((other) => other.subjectId === subjectId) === index,
  );
}

const rank = { 'anime-lists': 0, 'bangumi-ext-linker': 1 } as const;

/** Where a list places a subject, that says more than that it is somewhere. */
function bySurety(left: LinkedSubject, right: LinkedSubject): number {
  const bySource = rank[left.source] - rank[right.source];
  if (bySource !== 0) return bySource;
  const byPlace = Number(left.season === null) - Number(right.season === null);
  if (byPlace !== 0) return byPlace;
  const byStart = (left.start ?? 0) - (right.start ?? 0);
  return byStart === 0 ? left.subjectId - right.subjectId : byStart;
}
