import { sql, type Sql } from '../../../platform/database/index.js';

/** Seconds that two sources may differ by about one viewing. */
const tolerance = 60;

export interface SameViewing {
  readonly userId: string;
  /** Of `t`, a row of the ledger, and `r`, the one that comes in: the source's own id says that they are one. */
  readonly byRef: Sql;
  /** Of `t` and `r`: whether the time may say so, too. */
  readonly byTime: Sql;
}

/**
 * The play of the ledger that tells of the same viewing as `r`, as a lateral table `twin`: one that is named the same, or
 * else the nearest of the same item within a minute. One that is gone from its source lends its viewing, but no state.
 */
export const twinOf = ({ userId, byRef, byTime }: SameViewing) => sql`LATERAL (
  SELECT t.viewing_id, t.state, t.reason, t.due_at, t.refusals, t.subject_id, t.episode_id, t.synced_at,
    t.state <> 'removed' AND (t.media_type, t.trakt_item_id) = (r.media_type, r.trakt_item_id) AS lends
  FROM (
    SELECT t.*, 0 AS how, 0 AS apart FROM plays t WHERE t.user_id = ${userId} AND ${byRef}
    UNION ALL
    SELECT t.*, 1, abs(extract(epoch FROM t.watched_at - r.watched_at)) FROM plays t
    WHERE t.user_id = ${userId} AND t.media_type = r.media_type AND t.trakt_item_id = r.trakt_item_id
      AND (abs(extract(epoch FROM t.watched_at - r.watched_at)) <= ${tolerance} OR (t.watched_at IS NULL AND r.watched_at IS NULL))
      AND ${byTime}) t
  ORDER BY t.state = 'removed', t.how, t.apart, t.id LIMIT 1) twin`;

/** In its place, where there can be none. */
export const noTwin = sql`(SELECT NULL::uuid AS viewing_id, NULL::text AS state, NULL::text AS reason, NULL::timestamptz AS due_at,
  NULL::int4 AS refusals, NULL::int4 AS subject_id, NULL::int4 AS episode_id, NULL::timestamptz AS synced_at, false AS lends) twin`;

/** Where a play stands that joins one: columns of `plays`, and their values. Without a twin it is at the beginning. */
export const joinedColumns = sql`state, reason, due_at, refusals, subject_id, episode_id, synced_at`;
export const joinedValues = sql`CASE WHEN twin.lends THEN twin.state ELSE 'seen' END AS state,
  CASE WHEN twin.lends THEN twin.reason END AS reason, CASE WHEN twin.lends THEN twin.due_at END AS due_at,
  CASE WHEN twin.lends THEN twin.refusals ELSE 0 END AS refusals, CASE WHEN twin.lends THEN twin.subject_id END AS subject_id,
  CASE WHEN twin.lends THEN twin.episode_id END AS episode_id, CASE WHEN twin.lends THEN twin.synced_at END AS synced_at`;

/**
 * Held until the transaction ends by whoever brings plays of a person into the ledger: of two sources that tell of one
 * viewing at the same moment, the second one must find the first.
 */
export const lockLedger = (userId: string): Sql =>
  sql`SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended('ledger:' || ${userId}, 0))) held`;
