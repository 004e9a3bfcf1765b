import { parseAnimeLists } from '../id-map/anime-lists.js';
import type { AnimeListEntry } from '../id-map/anime-lists.js';
import { parseBangumiData } from '../id-map/bangumi-data.js';
import { parseBangumiExtLinker } from '../id-map/bangumi-ext-linker.js';
import { createIdMap } from '../id-map/id-map.js';
import type { DataSetName } from './data-set.js';

export interface Extent {
  readonly titles: number;
  readonly placed: number;
}

/** How much is in a text. Throws InputError when it cannot be used. */
export const extentOf = (name: DataSetName, text: string, source: string): Extent =>
  readers[name](text, source);

const readers: Readonly<Record<DataSetName, (text: string, source: string) => Extent>> = {
  'bangumi-data': (text, source) => {
    const items = parseBangumiData(text, source);
    return { titles: items.length, placed: createIdMap(items, '').size };
  },
  'anime-lists': (text, source) => {
    const entries = parseAnimeLists(text, source);
    return { titles: entries.length, placed: entries.filter(leadsSomewhere).length };
  },
  'bangumi-ext-linker': (text, source) => {
    const links = parseBangumiExtLinker(text, source);
    const placed = links.filter(({ tmdb, tvdb, imdb, anidb }) =>
      [tmdb, tvdb, imdb, anidb].some((id) => id !== null),
    );
    return { titles: links.length, placed: placed.length };
  },
};

const leadsSomewhere = ({ tvdb, tmdbTv, tmdbMovies, imdb }: AnimeListEntry): boolean =>
  tvdb !== null || tmdbTv !== null || tmdbMovies.length > 0 || imdb.length > 0;
