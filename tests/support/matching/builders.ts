import type {
  BangumiDataItem,
  EpisodeItem,
  EpisodeRow,
  MovieItem,
  TitleFacts,
} from '../../../src/areas/matching/index.js';

export function aTitle(facts: Partial<TitleFacts> = {}): TitleFacts {
  return {
    traktId: 1,
    title: 'A Show',
    originalTitle: null,
    year: 2020,
    tmdb: 100,
    tvdb: null,
    imdb: null,
    country: 'jp',
    language: 'ja',
    genres: ['anime'],
    ...facts,
  };
}

/** Season 1 episode 1 of show 100, without a date. */
export function anEpisode(facts: Partial<Omit<EpisodeItem, 'kind'>> = {}): EpisodeItem {
  return {
    kind: 'episode',
    traktId: 1000,
    season: 1,
    number: 1,
    numberAbs: null,
    title: null,
    firstAired: null,
    show: aTitle(),
    ...facts,
  };
}

export function aMovie(facts: Partial<Omit<MovieItem, 'kind'>> = {}): MovieItem {
  return { kind: 'movie', traktId: 2000, movie: aTitle(), released: null, ...facts };
}

/** 23:00 in Japan on that date. */
export const eveningInJapan = (date: string) => `${date}T14:00:00.000Z`;

export interface MapItem {
  readonly id: number;
  readonly key: string;
  readonly begin?: string | undefined;
  readonly end?: string | undefined;
}

export function aMapItem({ id, key, begin, end }: MapItem): BangumiDataItem {
  return {
    title: `subject ${id}`,
    begin: begin === undefined ? '' : eveningInJapan(begin),
    end: end === undefined ? '' : eveningInJapan(end),
    sites: [
      { site: 'bangumi', id: String(id) },
      { site: 'tmdb', id: key },
    ],
  };
}

export interface RowFacts {
  readonly id: number;
  readonly sort: number;
  readonly airdate?: string | null | undefined;
  readonly type?: number | undefined;
  readonly name?: string | undefined;
}

/** Rows as Bangumi gives them: `ep` is computed from the lowest main sort. */
export function rowsOf(facts: readonly RowFacts[]): EpisodeRow[] {
  const lowest = Math.min(...facts.filter(({ type }) => (type ?? 0) === 0).map(({ sort }) => sort));
  return facts.map(({ id, sort, airdate, type, name }) => ({
    id,
    type: type ?? 0,
    sort,
    ep: (type ?? 0) === 0 ? sort - lowest + 1 : 0,
    airdate: airdate ?? null,
    name: name ?? '',
    nameCn: '',
  }));
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

export interface Weekly {
  readonly subjectId: number;
  readonly from: string;
  readonly count: number;
  readonly firstSort?: number | undefined;
}

/** One row a week, with the ids `subjectId * 10_000 + 1`, `+ 2`, … */
export function weeklyRows({ subjectId, from, count, firstSort = 1 }: Weekly): EpisodeRow[] {
  return rowsOf(
    Array.from({ length: count }, (_, index) => ({
      id: subjectId * 10_000 + index + 1,
      sort: firstSort + index,
      airdate: addDays(from, index * 7),
    })),
  );
}
