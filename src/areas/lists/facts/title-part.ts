import type { KnownTitle } from '../known-title.js';

/** What one source knows of a title, and which title that is. */
export interface TitlePart {
  readonly at: TitleAt;
  readonly facts: TitleFacts;
}

export type TitleFacts = Omit<KnownTitle, 'key' | 'show' | 'season' | 'seasonNumber'>;

/** Where a title lies; seasons by their number, as their own ids may not be known. */
export type TitleAt =
  | { readonly kind: 'movie'; readonly id: number }
  | { readonly kind: 'show'; readonly id: number }
  | { readonly kind: 'season'; readonly showId: number; readonly season: number }
  | {
      readonly kind: 'episode';
      readonly id: number;
      readonly showId: number;
      readonly season: number | null;
    }
  /** Not on Trakt, as far as is known; or several specials of a show. */
  | { readonly kind: 'subject'; readonly id: number; readonly showId: number | null };

export const nothingKnown: TitleFacts = {
  subjects: [],
  names: { zh: null, ja: null, en: null },
  type: null,
  year: null,
  airs: { from: null, to: null },
  state: null,
  progress: { watched: 0, total: null, parked: 0 },
  rates: { trakt: null, bangumi: null },
  score: null,
  votes: null,
  collectors: null,
  tags: [],
  genres: [],
  country: null,
  addedAt: null,
  watchedAt: null,
};

export function nameOfPlace(at: TitleAt): string {
  return at.kind === 'season' ? `season:${at.showId}/${at.season}` : `${at.kind}:${at.id}`;
}
