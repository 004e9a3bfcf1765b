/** What a `tmdb` id of `bangumi-data` names. */
export type TmdbKey =
  | { readonly kind: 'movie'; readonly tmdb: number }
  | {
      readonly kind: 'tv';
      readonly tmdb: number;
      /** 1 when the key names the show alone. */
      readonly season: number;
      /** The TMDB episode the Bangumi subject starts at; null when the key does not say. */
      readonly start: number | null;
    };

const movieKey = /^movie\/(\d+)(?:-[^/]*)?$/;
const tvKey = /^tv\/(\d+)(?:-[^/]*)?(?:\/season\/(\d+)(?:\/episode\/(\d+))?)?$/;

/** Reads `movie/N`, `tv/N`, `tv/N-slug`, `tv/N/season/S`, `tv/N/season/S/episode/E`; null for anything else. */
export function parseTmdbKey(key: string): TmdbKey | null {
  const movie = movieKey.exec(key);
  if (movie !== null) return { kind: 'movie', tmdb: Number(movie[1]) };
  const tv = tvKey.exec(key);
  if (tv === null) return null;
  const [, tmdb, season, start] = tv;
  return {
    kind: 'tv',
    tmdb: Number(tmdb),
    season: Number(season ?? 1),
    start: start === undefined ? null : Number(start),
  };
}
