import type { Evidence } from '../../matching/index.js';
import type { TraktTitle } from './trakt-title.js';

export const placeReasons = [
  /** No list of ids knows the subject. */
  'no-id',
  /** Lists lead to several shows. */
  'ambiguous',
  /** Trakt does not have what the id leads to. */
  'not-on-trakt',
  /** What the id leads to began or was released at quite another time. */
  'date-differs',
  /** What the id leads to has another name, and nothing else agrees. */
  'title-differs',
  /** The id alone says so; neither name nor date agree. */
  'nothing-agrees',
  /** It is several of a show's specials, which are no season of their own. */
  'among-specials',
  /** Trakt's show has no such season. */
  'season-missing',
  /** The season was on the air at quite another time. */
  'season-differs',
] as const;
export type PlaceReason = (typeof placeReasons)[number];

/** Where a subject is on Trakt. */
export type Spot =
  | { readonly kind: 'movie' }
  /** All of the show, or somewhere in it. */
  | { readonly kind: 'show' }
  /** In this regular season, which may hold other subjects too. */
  | { readonly kind: 'season'; readonly season: number }
  /** The one special. */
  | { readonly kind: 'episode'; readonly season: number; readonly episodeId: number }
  /** Several specials. */
  | { readonly kind: 'specials' };

/** What decided: a person, what matching decided for its episodes, or a list of ids and a second signal. */
export const placeOrigins = ['mapping', 'matches', 'id-map'] as const;
export type PlaceOrigin = (typeof placeOrigins)[number];

export interface FoundPlace {
  readonly subjectId: number;
  readonly origin: PlaceOrigin;
  readonly spot: Spot;
  readonly title: TraktTitle;
  readonly evidence: readonly Evidence[];
}

export interface MissingPlace {
  readonly subjectId: number;
  readonly origin: PlaceOrigin;
  readonly spot: null;
  readonly reason: PlaceReason;
  readonly evidence: readonly Evidence[];
}

export type Place = FoundPlace | MissingPlace;
