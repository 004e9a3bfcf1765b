import { z } from 'zod';
import type { MediaItem } from '../../matching/index.js';
import { playStates, type PlayState } from '../run.js';

/** What asks for something on a subject: a rating, a place on a list, or that all of it was watched. */
export const wishOrigins = ['rating', 'watchlist', 'collection', 'watched'] as const;
export type WishOrigin = (typeof wishOrigins)[number];

/**
 * Where a wish stands, in the words of plays. `seen`: what it is on Bangumi is to be found out; `removed`: Trakt no longer says it, and
 * Bangumi is left as it is.
 */
export const wishStates = playStates;
export type WishState = PlayState;

/** Why a wish waits. */
export const wishParkReasons = [
  'not-collected',
  'only-wished',
  'unmatched',
  'ambiguous',
  'length-unknown',
  'still-airing',
  'not-watched-through',
  'refused',
  'upstream-down',
] as const;
export type WishParkReason = (typeof wishParkReasons)[number];

/** Why a wish is left alone. */
export const wishExclusionReasons = [
  'episode-rating',
  'of-specials',
  'of-one-episode',
  'several-subjects',
  'rated-by-season',
  'rated-otherwise',
  'out-of-scope',
  'ignored-by-user',
  'filtered',
  'rated-by-you',
  'rated-later-by-you',
  'kept-by-you',
  'undone',
] as const;
export type WishExclusionReason = (typeof wishExclusionReasons)[number];
export const wishReasons = [...wishParkReasons, ...wishExclusionReasons] as const;
export type WishReason = WishParkReason | WishExclusionReason;

/** What a wish is about. */
export interface WishKey {
  readonly origin: WishOrigin;
  readonly mediaType: 'movie' | 'show' | 'season' | 'episode' | 'subject';
  readonly traktId: number;
  /** Null where it is not about a season. */
  readonly season: number | null;
  /** Null while none is known. */
  readonly subjectId: number | null;
}

/** What Trakt and the settings say that a wish is to be. */
export interface Wish extends WishKey {
  readonly title: string | null;
  /** The rating, or the type of the collection. */
  readonly value: number;
  readonly givenAt: Date | null;
  /** What to match it by while its subject is to be found. */
  readonly item: MediaItem | null;
  readonly state: 'seen' | 'planned' | 'parked' | 'excluded';
  readonly reason: WishReason | null;
  /** Settings it was decided by. */
  readonly policy: string;
}

/** Rows that count; a dry run works on rows of its own. */
export const noPlan = '00000000-0000-0000-0000-000000000000';

export interface WishScope {
  readonly userId: string;
  /** `noPlan`, or the dry run's id. */
  readonly planId: string;
}

export const keptItem = z.custom<MediaItem>((item) => typeof item === 'object' && item !== null);
