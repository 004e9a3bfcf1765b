/** Whose rating counts where both sides have one: nobody's is touched, Trakt's, or the later one. */
export const ratingPolicies = ['fill', 'overwrite', 'newest'] as const;
export type RatingPolicy = (typeof ratingPolicies)[number];

/** Where the rating of a show goes that is several subjects on Bangumi: nowhere, or to each that has none of its own. */
export const showRatingPolicies = ['one-subject', 'every-subject'] as const;
export type ShowRatingPolicy = (typeof showRatingPolicies)[number];

export const watchlistStates = ['none', 'wish'] as const;
export const collectionStates = ['none', 'wish', 'doing'] as const;
export const watchedStates = ['none', 'done'] as const;

/** What is carried over besides plays, and how; nothing of it unless a person asks for it. */
export interface LibrarySettings {
  readonly ratings: boolean;
  readonly ratingPolicy: RatingPolicy;
  readonly showRatings: ShowRatingPolicy;
  /** What a place on the watchlist makes of a subject … */
  readonly watchlistState: (typeof watchlistStates)[number];
  /** … one in the collection … */
  readonly collectionState: (typeof collectionStates)[number];
  /** … and the last episode of all. */
  readonly watchedState: (typeof watchedStates)[number];
  /** On hold and dropped may be raised too; done is lowered by nothing. */
  readonly statesOverOwn: boolean;
}

export const untouchedLibrary: LibrarySettings = {
  ratings: false,
  ratingPolicy: 'fill',
  showRatings: 'one-subject',
  watchlistState: 'none',
  collectionState: 'none',
  watchedState: 'none',
  statesOverOwn: false,
};

/** Whether anything at all is carried over. */
export const carriesLibrary = (settings: LibrarySettings): boolean =>
  settings.ratings ||
  settings.watchlistState !== 'none' ||
  settings.collectionState !== 'none' ||
  settings.watchedState !== 'none';
