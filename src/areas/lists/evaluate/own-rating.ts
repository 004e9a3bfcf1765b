import type { KnownTitle, Rate } from '../known-title.js';
import type { RatingSide } from '../rules/sources.js';

/** The person's own: of both sides the later one; where a time is not known or both are equal, Bangumi's. */
export function ownRating({ rates }: KnownTitle, side: RatingSide): Rate | null {
  if (side !== 'either') return rates[side];
  const { trakt, bangumi } = rates;
  if (trakt === null || bangumi === null) return bangumi ?? trakt;
  const isTraktLater = trakt.at !== null && bangumi.at !== null && trakt.at > bangumi.at;
  return isTraktLater ? trakt : bangumi;
}
