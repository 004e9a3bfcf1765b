import { sql, type Sql } from '../../../platform/database/index.js';
import type { WishKey, WishScope } from './wish.js';

export const inScope = ({ userId, planId }: WishScope): Sql =>
  sql`user_id = ${userId} AND plan_id = ${planId}::uuid`;

export const keyColumnTypes = {
  origin: 'text',
  media_type: 'text',
  trakt_id: 'int8',
  season: 'int4',
  subject_id: 'int4',
} as const;
export const toKeyRow = ({ origin, mediaType, traktId, season, subjectId }: WishKey) => ({
  origin,
  media_type: mediaType,
  trakt_id: traktId,
  season: season ?? -1,
  subject_id: subjectId ?? 0,
});
/** A wish `w` and a key `k`. */
export const sameKey = sql`w.origin = k.origin AND w.media_type = k.media_type AND w.trakt_id = k.trakt_id
  AND w.season = k.season AND w.subject_id = k.subject_id`;
