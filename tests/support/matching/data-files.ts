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
  readonly imdb?: string;
  readonly mappings?: string;
}

const anime = ({
  anidb,
  tvdb = '',
  season = 1,
  offset = '',
  imdb = '',
  mappings = '',
}: ListedAnime): string =>
  `<anime anidbid="${anidb}" tvdbid="${tvdb}" defaulttvdbseason="${season}" episodeoffset="${offset}" tmdbtv="" tmdbseason="" tmdboffset="" tmdbid="" imdbid="${imdb}"><name>A &amp; B</name>${mappings === '' ? '' : `<mapping-list>${mappings}</mapping-list>`}</anime>`;

/** An anime-lists file, as https://github.com/Anime-Lists/anime-lists has it. */
export const anAnimeList = (...all: readonly ListedAnime[]): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n<anime-list>\n${all.map(anime).join('\n')}\n</anime-list>\n`;
