import { z } from 'zod';
import {
  emptySql,
  queryRows,
  sql,
  unnestRows,
  type DatabaseSession,
} from '../../../platform/database/index.js';
import type { MappingOwner, MappingTarget } from '../../matching/index.js';

/** Plays of one person that go back into line. */
export interface Released {
  readonly userId: string;
  readonly plays: number;
}

/**
 * Of rows named `p`: not marked yet, and not left out by the settings. What was matched but not sent, or refused, was perhaps
 * matched wrongly. Those in line already are among them so that a run which is deciding them is waited for.
 */
const canBeSettled = sql`(p.state IN ('seen', 'planned')
  OR (p.state = 'parked' AND p.reason IN ('unmatched', 'ambiguous', 'episode-missing', 'changed', 'refused', 'upstream-down', 'needs-reauth'))
  OR (p.state = 'excluded' AND p.reason IN ('out-of-scope', 'ignored-by-user')))`;

const targetColumns = {
  media_type: 'text',
  trakt_id: 'int8',
  season: 'int4',
  first_number: 'int4',
  last_number: 'int4',
} as const;

const toRow = (target: MappingTarget) => ({
  media_type: target.mediaType,
  trakt_id: target.traktId,
  season: target.season,
  first_number: target.firstNumber,
  last_number: target.lastNumber,
});

/**
 * Puts the plays that these mappings are or were about back into line, of one person or of everybody. One statement, in the
 * transaction that changes the mappings; safe to repeat.
 */
export async function releaseMapped(
  tx: DatabaseSession,
  owner: MappingOwner,
  targets: readonly MappingTarget[],
): Promise<Released[]> {
  if (targets.length === 0) return [];
  return queryRows(
    tx,
    z.object({ userId: z.string(), plays: z.int() }),
    sql`WITH targets AS (SELECT * FROM ${unnestRows(targetColumns, targets.map(toRow))} AS t),
      items AS MATERIALIZED (
        SELECT i.media_type, i.trakt_item_id FROM targets t JOIN trakt_items i ON i.show_id = t.trakt_id
          WHERE t.media_type = 'show' AND (t.season IS NULL OR i.season = t.season)
            AND (t.first_number IS NULL OR i.number BETWEEN t.first_number AND t.last_number)
        UNION SELECT t.media_type, t.trakt_id FROM targets t WHERE t.media_type <> 'show'),
      found AS MATERIALIZED (
        SELECT p.id, p.user_id, p.state FROM plays p JOIN items USING (media_type, trakt_item_id)
          WHERE ${canBeSettled} ${owner === null ? emptySql : sql`AND p.user_id = ${owner}`} ORDER BY p.id FOR UPDATE OF p),
      released AS (
        UPDATE plays SET state = 'seen', reason = NULL, due_at = NULL, refusals = 0 FROM found WHERE plays.id = found.id
          RETURNING found.user_id, found.state AS before)
      SELECT user_id AS "userId", (count(*) FILTER (WHERE before <> 'seen'))::int AS plays FROM released
        GROUP BY user_id ORDER BY 1`,
  );
}
