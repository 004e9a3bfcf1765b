import { sql } from '../../../platform/database/index.js';

/** Of parked plays: what they are on Bangumi stays decided; only the writing waited. */
export const keepsItsMatch = sql`reason IN ('upstream-down', 'needs-reauth') AND subject_id IS NOT NULL`;

/** Whose plays, and as of when and of which id map parked ones are looked at again. */
export interface Moment {
  readonly userId: string;
  readonly now: Date;
  readonly idMapVersion: string;
  /** Also those that Bangumi refused and whose time has not come: a person asked to go through everything. */
  readonly evenRefused?: boolean | undefined;
}

/** A subject that a mapping names and Bangumi does not show is not found by a newer id map. */
const waitsForTheMap = sql`(reason IN ('ambiguous', 'changed') OR (reason = 'unmatched' AND subject_id IS NULL))`;

/**
 * Parked and excluded plays that are to be looked at again now, planned ones whose match is in doubt since, and those whose match
 * is in doubt no more: the recheck may have found that with the very map that counts now.
 */
export const isDue = ({
  userId,
  now,
  idMapVersion,
  evenRefused = false,
}: Moment) => sql`user_id = ${userId} AND (
  (state = 'parked' AND reason IN ('upstream-down', 'needs-reauth'))
  OR (state = 'parked' AND due_at <= ${now})
  OR (state = 'parked' AND reason = 'refused' AND ${evenRefused}::bool)
  OR (state = 'parked' AND reason = 'changed' AND EXISTS (SELECT 1 FROM matches m WHERE m.media_type = plays.media_type
    AND m.trakt_item_id = plays.trakt_item_id AND m.reason IS DISTINCT FROM 'changed'))
  OR (state = 'planned' AND EXISTS (SELECT 1 FROM matches m WHERE m.media_type = plays.media_type
    AND m.trakt_item_id = plays.trakt_item_id AND m.reason = 'changed'))
  OR (((state = 'parked' AND ${waitsForTheMap}) OR (state = 'excluded' AND reason = 'out-of-scope'))
    AND EXISTS (SELECT 1 FROM matches m WHERE m.media_type = plays.media_type
      AND m.trakt_item_id = plays.trakt_item_id AND m.id_map_version <> ${idMapVersion})))`;
