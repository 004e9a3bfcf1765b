import type { AnimeListEntry } from './anime-lists.js';
import type { BangumiDataItem } from './bangumi-data.js';
import type { ExtLink } from './bangumi-ext-linker.js';

/** A Bangumi subject found by an id that bangumi-data does not have. */
export interface LinkedSubject {
  readonly subjectId: number;
  /** Null: numbered through all seasons, or not known. */
  readonly season: number | null;
  /** The number of its first episode there; null when not known. */
  readonly start: number | null;
  /** Of `bangumi-ext-linker` one in twelve is wrong: it comes last, and counts only where dates agree. */
  readonly source: 'anime-lists' | 'bangumi-ext-linker';
}

/** From TVDB and IMDb to Bangumi, over AniDB's ids. */
export interface LinkedIds {
  /** Those of this season, and those whose season is not known; surest first, then by start. */
  byTvdb(tvdb: number, season: number): readonly LinkedSubject[];
  byImdb(imdb: string): readonly LinkedSubject[];
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
  const { extLinks = [] } = sources;
  const tvdb = new Map<number, LinkedSubject[]>();
  const imdb = new Map<string, LinkedSubject[]>();
  for (const { subjectId, entry, source } of joinByAnidb(sources)) {
    for (const { season, start } of placesAtTvdb(entry))
      add(tvdb, entry.tvdb, { subjectId, season, start, source });
    for (const id of entry.imdb) add(imdb, id, { subjectId, season: null, start: null, source });
  }
  for (const { subjectId, ...link } of extLinks) {
    const found = { subjectId, season: null, start: null, source: 'bangumi-ext-linker' } as const;
    add(tvdb, link.tvdb, found);
    add(imdb, link.imdb, found);
  }
  return {
    byTvdb(id, season) {
      const there = tvdb.get(id) ?? [];
      const placed = there.filter((one) => one.season === season);
      const open = there.filter((one) => one.season === null);
      return distinct([...placed, ...open]).sort(bySurety);
    },
    byImdb: (id) => distinct(imdb.get(id) ?? []).sort(bySurety),
  };
}

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
  readonly season: number | null;
  readonly start: number;
}

/** Where the title begins in each TVDB season that has some of its regular episodes. */
function placesAtTvdb({ tvdbSeason, episodeOffset, mappings }: AnimeListEntry): Place[] {
  const starts = new Map<number | null, number>([[tvdbSeason, episodeOffset + 1]]);
  for (const { anidbSeason, tvdbSeason: season, start, offset, pairs } of mappings) {
    if (anidbSeason !== 1 || season === null) continue;
    const numbers = [
      ...(start === null ? [] : [start + offset]),
      ...pairs.flatMap(([, others]) => others),
    ];
    const earliest = Math.min(...numbers, starts.get(season) ?? Number.POSITIVE_INFINITY);
    if (Number.isFinite(earliest)) starts.set(season, earliest);
  }
  return [...starts].map(([season, start]) => ({ season, start }));
}

function add<K>(index: Map<K, LinkedSubject[]>, key: K | null, subject: LinkedSubject): void {
  if (key === null) return;
  const subjects = index.get(key);
  if (subjects === undefined) index.set(key, [subject]);
  else subjects.push(subject);
}

/** Of one subject the first that was found. */
const distinct = (subjects: readonly LinkedSubject[]): LinkedSubject[] =>
  subjects.filter(
    ({ subjectId }, index) =>
      subjects.findIndex((other) => other.subjectId === subjectId) === index,
  );

const rank = { 'anime-lists': 0, 'bangumi-ext-linker': 1 } as const;

function bySurety(left: LinkedSubject, right: LinkedSubject): number {
  const bySource = rank[left.source] - rank[right.source];
  if (bySource !== 0) return bySource;
  const byStart = (left.start ?? 0) - (right.start ?? 0);
  return byStart === 0 ? left.subjectId - right.subjectId : byStart;
}
