import { dayInJapan } from '../calendar-day.js';
import type { Day } from '../calendar-day.js';
import type { BangumiDataItem } from './bangumi-data.js';
import type { FoundSubject } from '../subject.js';
import type { LinkedIds } from './linked-ids.js';
import { createTitleIndex } from './title-index.js';
import { parseTmdbKey } from './tmdb-key.js';
import type { TmdbKey } from './tmdb-key.js';

/** One Bangumi subject where `bangumi-data` places it in TMDB's catalogue. */
export interface IdMapEntry {
  readonly subjectId: number;
  /** The season the subject is in; 0 holds specials. 0 for films too. */
  readonly season: number;
  /** The number of the subject's first episode in that season. */
  readonly start: number;
  /** Whether the map names the start episode; else `start` is 1 because nothing says otherwise. */
  readonly startIsGiven: boolean;
  /** First and last broadcast in Japan; null when unknown, an open end included. */
  readonly begin: Day | null;
  readonly end: Day | null;
  readonly title: string;
}

/** Where `bangumi-data` places a subject in TMDB's catalogue. */
export interface MappedPlace extends Pick<IdMapEntry, 'season' | 'start' | 'startIsGiven'> {
  readonly kind: 'show' | 'movie';
  readonly tmdb: number;
}

/** An index over `bangumi-data`, from TMDB ids to Bangumi subjects. */
export interface IdMap {
  readonly version: string;
  /** How many subjects are placed. */
  readonly size: number;
  /** All subjects of a show, by season, start and first broadcast. */
  show(tmdb: number): readonly IdMapEntry[];
  movie(tmdb: number): readonly IdMapEntry[];
  /** Subjects that carry one of these titles, whatever their punctuation and case; placed or not. */
  titled(titles: readonly (string | null)[]): readonly FoundSubject[];
  /** A subject as bangumi-data describes it; null when it is not in it. */
  subject(id: number): FoundSubject | null;
  /** The way back: what TMDB has for a subject. */
  placesOf(subjectId: number): readonly MappedPlace[];
  /** What other lists link; nothing where none is configured. */
  readonly links: LinkedIds;
}

const nothing: readonly IdMapEntry[] = [];
const noLinks: LinkedIds = { ofShow: () => [], ofMovie: () => [], ofSubject: () => [] };

/** Builds the index; what it keeps is independent of `items`, which may be dropped afterwards. */
export function createIdMap(
  items: readonly BangumiDataItem[],
  version: string,
  links: LinkedIds = noLinks,
): IdMap {
  const shows = new Map<number, IdMapEntry[]>();
  const movies = new Map<number, IdMapEntry[]>();
  const subjects = new Map<number, MappedPlace[]>();
  const titles = createTitleIndex(items);
  let size = 0;
  for (const item of items) {
    for (const { key, entry } of placesOf(item)) {
      add(key.kind === 'tv' ? shows : movies, key.tmdb, entry);
      add(subjects, entry.subjectId, toMappedPlace(key, entry));
      size += 1;
    }
  }
  for (const entries of [...shows.values(), ...movies.values()]) entries.sort(byPlace);
  return {
    version,
    size,
    show: (tmdb) => shows.get(tmdb) ?? nothing,
    movie: (tmdb) => movies.get(tmdb) ?? nothing,
    titled: titles.find,
    subject: titles.byId,
    placesOf: (subjectId) => subjects.get(subjectId) ?? [],
    links,
  };
}

function placesOf(item: BangumiDataItem): { key: TmdbKey; entry: IdMapEntry }[] {
  const idsOf = (site: string) =>
    item.sites.flatMap((at) => (at.site === site && at.id !== undefined ? [at.id] : []));
  const keys = idsOf('tmdb')
    .map(parseTmdbKey)
    .filter((key) => key !== null);
  const subjectIds = idsOf('bangumi')
    .map(Number)
    .filter((id) => Number.isSafeInteger(id) && id > 0);
  return keys.flatMap((key) =>
    subjectIds.map((subjectId) => ({ key, entry: toEntry(item, key, subjectId) })),
  );
}

function toEntry(item: BangumiDataItem, key: TmdbKey, subjectId: number): IdMapEntry {
  const start = key.kind === 'tv' ? key.start : null;
  return {
    subjectId,
    season: key.kind === 'tv' ? key.season : 0,
    start: start ?? 1,
    startIsGiven: start !== null,
    begin: dayInJapan(item.begin ?? null),
    end: dayInJapan(item.end ?? null),
    title: item.title,
  };
}

const toMappedPlace = (
  { kind, tmdb }: TmdbKey,
  { season, start, startIsGiven }: IdMapEntry,
): MappedPlace => ({ kind: kind === 'tv' ? 'show' : 'movie', tmdb, season, start, startIsGiven });

function add<T>(index: Map<number, T[]>, id: number, entry: T): void {
  const entries = index.get(id);
  if (entries === undefined) index.set(id, [entry]);
  else entries.push(entry);
}

/** The subject id comes last so that the order of the source's items never matters. */
function byPlace(left: IdMapEntry, right: IdMapEntry): number {
  const difference = left.season - right.season;
  if (difference !== 0) return difference;
  return left.start === right.start ? byBegin(left, right) : left.start - right.start;
}

/** By first broadcast, those without one first. */
export function byBegin(left: IdMapEntry, right: IdMapEntry): number {
  const difference = (left.begin ?? 0) - (right.begin ?? 0);
  return difference === 0 ? left.subjectId - right.subjectId : difference;
}
