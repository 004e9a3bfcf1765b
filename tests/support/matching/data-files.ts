import { aMapItem } from './builders.js';

/** A bangumi-data file with this many subjects of one show each, from `first` on. */
export const aBangumiData = (count: number, first = 1): string =>
  JSON.stringify({
    items: Array.from({ length: count }, (_, index) =>
      aMapItem({ id: first + index, key: `tv/${100 + index}`, begin: '2020-01-04' }),
    ),
  });

export interface ListedAnime {
  readonly anidb: number;
  readonly tvdb?: number | string;
  readonly season?: number | 'a' | '';
  readonly offset?: number | '';
  readonly tmdb?: number | '';
  readonly tmdbSeason?: number | '';
  readonly tmdbOffset?: number | '';
  readonly film?: number | '';
  readonly imdb?: string;
  readonly mappings?: string;
}

const unsaid = {
  tvdb: '',
  season: 1,
  offset: '',
  tmdb: '',
  tmdbSeason: '',
  tmdbOffset: '',
  film: '',
  imdb: '',
  mappings: '',
} as const;

const anime = (listed: ListedAnime): string => {
  const { anidb, mappings, ...said } = { ...unsaid, ...listed };
  const list = mappings === '' ? '' : `<mapping-list>${mappings}</mapping-list>`;
  return `<anime anidbid="${anidb}" tvdbid="${said.tvdb}" defaulttvdbseason="${said.season}" episodeoffset="${said.offset}" tmdbtv="${said.tmdb}" tmdbseason="${said.tmdbSeason}" tmdboffset="${said.tmdbOffset}" tmdbid="${said.film}" imdbid="${said.imdb}"><name>A &amp; B</name>${list}</anime>`;
};

/** An anime-lists file, as https://github.com/Anime-Lists/anime-lists has it. */
export const anAnimeList = (...all: readonly ListedAnime[]): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n<anime-list>\n${all.map(anime).join('\n')}\n</anime-list>\n`;
