import type { TraktAccount } from './accounts.js';
import type {
  CatalogueEpisode,
  CatalogueItem,
  CatalogueMovie,
  CatalogueSeason,
  CatalogueShow,
} from './catalogue.js';

/** Trakt's media objects; minimal unless `extended=full` (Trakt API notes §2.6, §4). */
const images = (name: string) => ({
  fanart: [`media.trakt.example/${name}/fanart.webp`],
  poster: [`media.trakt.example/${name}/poster.webp`],
});

function metadata(source: (CatalogueShow | CatalogueMovie)['source']) {
  return {
    tagline: '',
    overview: '',
    runtime: 24,
    country: source.country,
    language: source.language,
    languages: source.language === null ? [] : [source.language],
    available_translations: source.language === null ? [] : ['en', source.language],
    genres: source.genres,
    subgenres: [],
    original_title: source.original_title,
    rating: 7.5,
    votes: 1000,
    comment_count: 0,
    certification: null,
    trailer: null,
    homepage: null,
    updated_at: '2026-10-01T00:00:00.000Z',
    images: images(source.slug),
  };
}

export function renderShow({ source, seasons }: CatalogueShow, full: boolean): object {
  const { trakt, slug, tvdb, imdb, tmdb } = source;
  const minimal = {
    title: source.title,
    year: source.year,
    ids: { trakt, slug, tvdb, imdb, tmdb },
  };
  if (!full) return minimal;
  const regular = seasons
    .filter((season) => season.number > 0)
    .flatMap((season) => season.episodes);
  return {
    ...minimal,
    first_aired: regular[0]?.firstAired ?? null,
    airs: { day: null, time: null, timezone: null },
    network: null,
    status: 'returning series',
    aired_episodes: regular.length,
    ...metadata(source),
  };
}

export function renderMovie({ source }: CatalogueMovie, full: boolean): object {
  const { trakt, slug, imdb, tmdb } = source;
  const minimal = { title: source.title, year: source.year, ids: { trakt, slug, imdb, tmdb } };
  return full
    ? { ...minimal, released: source.released, status: 'released', ...metadata(source) }
    : minimal;
}

export function renderEpisode(episode: CatalogueEpisode, full: boolean): object {
  const minimal = {
    season: episode.season,
    number: episode.number,
    title: `Episode ${episode.number}`,
    ids: { trakt: episode.id, tvdb: null, imdb: null, tmdb: null },
  };
  if (!full) return minimal;
  return {
    ...minimal,
    number_abs: episode.numberAbs,
    overview: '',
    original_title: `第${episode.number}話`,
    first_aired: episode.firstAired,
    released: episode.firstAired?.slice(0, 10) ?? null,
    updated_at: '2026-10-01T00:00:00.000Z',
    rating: 7.5,
    votes: 100,
    comment_count: 0,
    runtime: 24,
    episode_type: 'standard',
    available_translations: ['en', 'ja'],
  };
}

/** `number_abs` needs both `episodes` and `full` (Trakt API notes §8). */
export function renderSeason(
  season: CatalogueSeason,
  { full, episodes }: { readonly full: boolean; readonly episodes: boolean },
): object {
  return {
    number: season.number,
    ids: { trakt: season.id, tvdb: null, tmdb: null },
    ...(full && {
      title: season.number === 0 ? 'Specials' : `Season ${season.number}`,
      overview: null,
      rating: 7.5,
      votes: 100,
      episode_count: season.episodes.length,
      aired_episodes: season.episodes.length,
      first_aired: season.episodes[0]?.firstAired ?? null,
    }),
    ...(episodes && { episodes: season.episodes.map((episode) => renderEpisode(episode, full)) }),
  };
}

/** Bare titles with their countries (Trakt API notes §8). */
export const renderAliases = ({ source }: CatalogueShow | CatalogueMovie): object[] =>
  source.aliases.map(({ title, country }) => ({ title, country }));

export const renderTranslations = (
  { source }: CatalogueShow | CatalogueMovie,
  language: string | null,
): object[] =>
  source.translations
    .filter((each) => language === null || each.language === language)
    .map((each) => ({
      title: each.title,
      overview: '',
      tagline: null,
      language: each.language,
      country: each.country,
    }));

/** `{type, <type>: …}` as in history, ratings and lists; an episode comes with its show. */
export function renderTyped(item: CatalogueItem, full: boolean): object {
  switch (item.kind) {
    case 'episode':
      return {
        type: 'episode',
        episode: renderEpisode(item, full),
        show: renderShow(item.show, full),
      };
    case 'season':
      return {
        type: 'season',
        season: renderSeason(item, { full, episodes: false }),
        show: renderShow(item.show, full),
      };
    case 'show':
      return { type: 'show', show: renderShow(item, full) };
    case 'movie':
      return { type: 'movie', movie: renderMovie(item, full) };
  }
}

/** Trakt API notes §4. */
export const renderUser = ({ source }: TraktAccount): object => ({
  username: source.username,
  private: false,
  deleted: false,
  name: source.username,
  vip: source.vip,
  vip_ep: false,
  director: false,
  ids: { slug: source.username, trakt: source.trakt },
});
