import type { MovieItem, EpisodeItem, MediaItem, TitleFacts } from '../../matching/index.js';
import type { TraktEpisode, TraktMovie, TraktShow } from '../../../upstream/trakt/index.js';

interface EpisodeOf {
  readonly episode: TraktEpisode;
  readonly show: TraktShow;
}
interface MovieOf {
  readonly movie: TraktMovie;
}

/** What a play of Trakt's is of, with all that `extended=full` says. */
export type TraktSubject =
  (EpisodeOf & { readonly type: 'episode' }) | (MovieOf & { readonly type: 'movie' });

/** The item of a play, in matching's terms. */
export function toMediaItem(subject: TraktSubject): MediaItem {
  return subject.type === 'episode' ? toEpisodeItem(subject) : toMovieItem(subject);
}

function toEpisodeItem({ episode, show }: EpisodeOf): EpisodeItem {
  return {
    kind: 'episode',
    traktId: episode.ids.trakt,
    season: episode.season,
    number: episode.number,
    numberAbs: episode.numberAbs,
    title: episode.title,
    firstAired: episode.firstAired,
    show: toTitleFacts(show),
  };
}

function toMovieItem({ movie }: MovieOf): MovieItem {
  return {
    kind: 'movie',
    traktId: movie.ids.trakt,
    movie: toTitleFacts(movie),
    released: movie.released,
  };
}

export function toTitleFacts(title: TraktShow): TitleFacts {
  const { ids, originalTitle, year, country, language, genres } = title;
  return {
    traktId: ids.trakt,
    title: title.title,
    originalTitle,
    year,
    tmdb: ids.tmdb,
    tvdb: ids.tvdb,
    imdb: ids.imdb,
    country,
    language,
    genres,
  };
}
