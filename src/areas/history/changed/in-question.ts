import { sql } from '../../../platform/database/index.js';

/** Of an item `i` and a play `p` of it: a mapping of the person's own, or a shared one, decides it. As `findMapping` has it. */
const isMapped = sql`EXISTS (SELECT 1 FROM mappings a WHERE (a.user_id = p.user_id OR a.user_id IS NULL) AND (
    (a.media_type = i.media_type AND a.trakt_id = i.trakt_item_id)
    OR (a.media_type = 'show' AND a.trakt_id = i.show_id AND (
      (a.season IS NULL AND (i.season > 0 OR a.action = 'ignore'))
      OR (a.season = i.season AND (a.first_number IS NULL OR i.number BETWEEN a.first_number AND a.last_number))))))`;

/** Of a match `m` of that item: it would be something else by now than what the play was marked as. */
const differs = sql`(m.reason = 'changed' AND NOT coalesce(m.instead ->> 'kind' = 'matched'
    AND (m.instead ->> 'subjectId')::int = p.subject_id
    AND (m.instead ->> 'episodeId')::int IS NOT DISTINCT FROM p.episode_id, false))`;

/**
 * Of a play `p`, its item `i` and the match `m` of that: Bangumi has the play marked, matching would by now decide otherwise, and
 * nobody has said what it is. Such a play waits for nothing; whether the mark is right is asked all the same.
 */
export const isInQuestion = sql`(p.state IN ('sent', 'proven') AND ${differs} AND NOT ${isMapped})`;
