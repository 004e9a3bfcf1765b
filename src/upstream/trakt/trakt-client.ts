import type { Access, CallOptions } from '../http/call.js';

/** `group.field` → timestamp as Trakt gave it, flattened (`episodes.watched_at`); unknown keys kept. */
export type LastActivities = Readonly<Record<string, string>>;

export interface TraktIds {
  readonly trakt: number;
  readonly slug: string | null;
  readonly tmdb: number | null;
  readonly tvdb: number | null;
  readonly imdb: string | null;
}

export interface TraktShow {
  readonly ids: TraktIds;
  readonly title: string;
  readonly originalTitle: string | null;
  readonly year: number | null;
  readonly country: string | null;
  readonly language: string | null;
  readonly genres: readonly string[];
}

export interface TraktMovie extends TraktShow {
  /** `YYYY-MM-DD`. */
  readonly released: string | null;
}

/** A name that a show or film has besides its title. */
export interface TraktTitle {
  readonly title: string;
  /** Two letters, lower case; null when Trakt names none. */
  readonly country: string | null;
}

export interface TraktEpisode {
  readonly ids: TraktIds;
  readonly season: number;
  readonly number: number;
  readonly numberAbs: number | null;
  readonly title: string | null;
  /** UTC instant, RFC 3339. */
  readonly firstAired: string | null;
}

/** One watch as Trakt holds it. `id` is a 64-bit integer, hence text. */
export type TraktPlay = {
  readonly id: string;
  /** Exactly as given; `1970-01-01T00:00:00.000Z` means the date is unknown. */
  readonly watchedAt: string;
  readonly action: string;
} & (
  | { readonly type: 'episode'; readonly episode: TraktEpisode; readonly show: TraktShow }
  | { readonly type: 'movie'; readonly movie: TraktMovie }
);

/** A page with what Trakt's paging headers said; `limit` is the one it applied, not the one asked for. */
export interface TraktPage<T> {
  readonly items: readonly T[];
  readonly page: number;
  readonly limit: number;
  readonly pageCount: number;
  readonly itemCount: number;
  /** Rows of a type we do not know: left out of `items`, though `itemCount` counts them. */
  readonly skipped?: number | undefined;
}

export interface HistoryQuery {
  readonly page: number;
  /** At most 250; Trakt clamps silently. */
  readonly limit: number;
  readonly type?: 'movies' | 'shows' | 'seasons' | 'episodes';
  readonly itemId?: number;
  readonly startAt?: string;
  readonly endAt?: string;
}

export interface TraktSeason {
  /** Null where Trakt names none. */
  readonly traktId: number | null;
  readonly number: number;
  readonly episodes: readonly TraktEpisode[];
}

export interface TraktSettings {
  /** Stable account key. */
  readonly uuid: string | null;
  readonly slug: string;
  readonly username: string;
  readonly vip: boolean;
  readonly timeZone: string | null;
  readonly limits: Readonly<Record<string, number>>;
}

/** Trakt id → every play's time. */
export type WatchedSnapshot = ReadonlyMap<number, readonly string[]>;

/** How often and when last; `plays` of a show counts its episodes'. */
export interface TraktWatched {
  readonly type: 'movie' | 'show' | 'episode';
  readonly traktId: number;
  readonly plays: number;
  readonly lastWatchedAt: string;
}

/** What a row of a person's library is about, besides its own id: the film, or the show and where in it. */
export interface LibraryTitle {
  readonly movie: TraktMovie | null;
  readonly show: LibraryShow | null;
  /** Of seasons and episodes. */
  readonly season: number | null;
}

export interface LibraryShow extends TraktShow {
  /** Of the regular seasons; null where Trakt does not say. */
  readonly airedEpisodes: number | null;
}

export interface TraktRating extends LibraryTitle {
  readonly type: 'movie' | 'show' | 'season' | 'episode';
  readonly traktId: number;
  /** 1 to 10. */
  readonly rating: number;
  readonly ratedAt: string;
}

export interface TraktCollected extends LibraryTitle {
  readonly type: 'movie' | 'show' | 'episode';
  readonly traktId: number;
  /** Of a show: seasons with something collected, and the lowest number of that. */
  readonly seasons: readonly { readonly season: number; readonly number: number }[];
  readonly collectedAt: string;
}

export interface TraktListed extends LibraryTitle {
  readonly type: 'movie' | 'show' | 'season' | 'episode';
  readonly traktId: number;
  readonly listedAt: string;
}

export interface TitleName {
  readonly media: 'show' | 'movie';
  readonly traktId: number;
}

export interface PageQuery {
  readonly page: number;
  readonly limit: number;
}

/** The names other catalogues give a title. */
export type TraktIdType = 'trakt' | 'tmdb' | 'tvdb' | 'imdb';

export interface IdQuery {
  readonly idType: TraktIdType;
  readonly id: string;
  readonly type: 'show' | 'movie' | 'episode';
}

/** What an id leads to. */
export type TraktFound =
  | { readonly type: 'episode'; readonly episode: TraktEpisode; readonly show: TraktShow }
  | { readonly type: 'movie'; readonly movie: TraktMovie }
  | { readonly type: 'show'; readonly show: TraktFoundShow };

export interface TraktFoundShow extends TraktShow {
  /** Of its first episode; UTC instant, RFC 3339. */
  readonly firstAired: string | null;
}

/** Trakt, one method per request; each throws `UpstreamError` only. */
export interface TraktClient {
  readLastActivities(access: Access, options?: CallOptions): Promise<LastActivities>;
  /** Sends `extended=full`, so that dates, countries and genres come with the page and cost no request of their own. */
  readHistoryPage(
    access: Access,
    query: HistoryQuery,
    options?: CallOptions,
  ): Promise<TraktPage<TraktPlay>>;
  /** Totals per item, most recently watched first; single plays and their ids come from the history. */
  readWatchedPage(
    access: Access,
    query: PageQuery & { readonly type: 'movies' | 'shows' | 'episodes' },
    options?: CallOptions,
  ): Promise<TraktPage<TraktWatched>>;
  readWatchedSnapshot(
    access: Access,
    type: 'movies' | 'episodes',
    options?: CallOptions,
  ): Promise<WatchedSnapshot>;
  readSeasons(
    access: Access,
    showId: number,
    options?: CallOptions,
  ): Promise<readonly TraktSeason[]>;
  readShow(access: Access, showId: number, options?: CallOptions): Promise<TraktShow>;
  readMovie(access: Access, movieId: number, options?: CallOptions): Promise<TraktMovie>;
  readEpisode(
    access: Access,
    at: { showId: number; season: number; number: number },
    options?: CallOptions,
  ): Promise<TraktEpisode>;
  /** Alternative and localised titles, romaji among them; a nameless row is left out. */
  readAliases(access: Access, of: TitleName, options?: CallOptions): Promise<readonly TraktTitle[]>;
  /** Titles in every language Trakt has; languages without a title of their own are left out. */
  readTranslations(
    access: Access,
    of: TitleName,
    options?: CallOptions,
  ): Promise<readonly TraktTitle[]>;
  /** What has this id, of the type asked for; none when nobody knows it. Sends `extended=full`. */
  findById(access: Access, query: IdQuery, options?: CallOptions): Promise<readonly TraktFound[]>;
  readSettings(access: Access, options?: CallOptions): Promise<TraktSettings>;
  /** Like the other two with `extended=full`, so that matching needs no request of its own. */
  readRatingsPage(
    access: Access,
    query: PageQuery,
    options?: CallOptions,
  ): Promise<TraktPage<TraktRating>>;
  readCollectionPage(
    access: Access,
    query: PageQuery & { readonly type: 'movies' | 'shows' | 'episodes' },
    options?: CallOptions,
  ): Promise<TraktPage<TraktCollected>>;
  readWatchlistPage(
    access: Access,
    query: PageQuery,
    options?: CallOptions,
  ): Promise<TraktPage<TraktListed>>;
}
