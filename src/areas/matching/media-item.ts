/** A series or film as its source describes it: all that matching may lean on. */
export interface TitleFacts {
  readonly traktId: number;
  readonly title: string;
  readonly originalTitle: string | null;
  readonly year: number | null;
  readonly tmdb: number | null;
  readonly tvdb: number | null;
  readonly imdb: string | null;
  /** Two letters, lower case. */
  readonly country: string | null;
  readonly language: string | null;
  readonly genres: readonly string[];
}

export interface EpisodeItem {
  readonly kind: 'episode';
  readonly traktId: number;
  readonly season: number;
  readonly number: number;
  readonly numberAbs: number | null;
  readonly title: string | null;
  /** UTC instant, RFC 3339. */
  readonly firstAired: string | null;
  readonly show: TitleFacts;
}

export interface MovieItem {
  readonly kind: 'movie';
  readonly traktId: number;
  readonly movie: TitleFacts;
  /** `YYYY-MM-DD`. */
  readonly released: string | null;
}

export type MediaItem = EpisodeItem | MovieItem;
