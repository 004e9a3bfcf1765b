import type { MovieItem, EpisodeItem, MediaItem, TitleFacts } from '../../matching/index.js';
import type { TraktPlay, TraktShow } from '../../../upstream/trakt/index.js';

/** The item of a play, in matching's terms. */
export function toMediaItem(play: TraktPlay): MediaItem {
  return play.type === 'episode' ? toEpisodeItem(play) : toMovieItem(play);
}

function toEpisodeItem({ episode, show }: Extract<TraktPlay, { type: 'episode' }>): EpisodeItem {
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

function toMovieItem({ movie }: Extract<TraktPlay, { type: 'movie' }>): MovieItem {
  return {
    kind: 'movie',
    traktId: movie.ids.trakt,
    movie: toTitleFacts(movie),
    released: movie.released,
  };
}

function toTitleFacts(title: TraktShow): TitleFacts {
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
