import { z } from 'zod';
import {
  queryRows,
  sql,
  type DatabaseSession,
  type Sql,
} from '../../../platform/database/index.js';
import { source as trakt } from '../reading/source.js';
import { joinedColumns, joinedValues, lockLedger, twinOf } from './viewings.js';

/** What came of observations that were brought along. */
export interface TakenIn {
  /** Of plays nobody knew. */
  readonly added: number;
  /** Of plays that another source told of, or another file. */
  readonly joined: number;
  /** That were taken in before, or stand in the file twice. */
  readonly known: number;
}

export interface Observations {
  readonly userId: string;
  /** Where they come from, as the ledger names it. */
  readonly source: string;
  /**
   * A table: `position, source_ref, history_id` (Trakt's id of the play), `viewing` (what rows of one viewing share),
   * `media_type, trakt_item_id, watched_at, watched_at_given, action`.
   */
  readonly rows: Sql;
}

/**
 * Takes observations into the ledger, within the transaction of the caller. One that joins a play stands where that one stands:
 * there is nothing to be done for it. Rows without Trakt's id that lie within a minute of one another are one viewing. Safe to repeat: they are keyed by their references.
 */
export async function takeIn(
  tx: DatabaseSession,
  { userId, source, rows }: Observations,
): Promise<TakenIn> {
  await tx.$executeRaw(lockLedger(userId));
  const [counts] = await queryRows(
    tx,
    z.object({ all: z.int(), inserted: z.int(), joined: z.int() }),
    sql`WITH given AS MATERIALIZED (SELECT * FROM ${rows} g),
    fresh AS MATERIALIZED (
      SELECT DISTINCT ON (g.source_ref) g.* FROM given g
      WHERE NOT EXISTS (SELECT 1 FROM plays p WHERE p.user_id = ${userId} AND p.source = ${source} AND p.source_ref = g.source_ref)
      ORDER BY g.source_ref, g.position),
    placed AS MATERIALIZED (SELECT f.*, coalesce('given ' || f.viewing, 'ref ' || f.history_id,
      f.media_type || ' ' || f.trakt_item_id || ' ' || coalesce(
        (count(*) FILTER (WHERE f.is_start) OVER (PARTITION BY f.media_type, f.trakt_item_id, f.history_id IS NULL AND f.viewing IS NULL
          ORDER BY f.watched_at, f.position))::text, '?')) AS bundle
      FROM (SELECT f.*, coalesce(f.watched_at - lag(f.watched_at) OVER (
          PARTITION BY f.media_type, f.trakt_item_id, f.history_id IS NULL AND f.viewing IS NULL
          ORDER BY f.watched_at, f.position) > interval '1 minute', true) AS is_start FROM fresh f) f),
    found AS MATERIALIZED (
      SELECT r.*, twin.viewing_id AS twin_viewing, ${joinedValues}
      FROM placed r LEFT JOIN ${twinOf({
        userId,
        byRef: sql`t.source = ${trakt} AND t.source_ref = r.history_id`,
        byTime: sql`(r.history_id IS NULL OR t.source <> ${source} OR t.source_ref NOT LIKE 'trakt:%')`,
      })} ON true),
    bundles AS MATERIALIZED (
      SELECT bundle, coalesce(min(twin_viewing::text)::uuid, gen_random_uuid()) AS viewing_id, bool_or(twin_viewing IS NOT NULL) AS is_known,
        min(position) AS first FROM found GROUP BY bundle),
    inserted AS (
      INSERT INTO plays (user_id, source, source_ref, viewing_id, media_type, trakt_item_id, watched_at, watched_at_given, action, ${joinedColumns})
      SELECT ${userId}, ${source}, f.source_ref, coalesce(f.twin_viewing, b.viewing_id), f.media_type, f.trakt_item_id, f.watched_at,
        f.watched_at_given, f.action, f.state, f.reason, f.due_at, f.refusals, f.subject_id, f.episode_id, f.synced_at
      FROM found f JOIN bundles b USING (bundle) ORDER BY f.position
      ON CONFLICT (user_id, source, source_ref) DO NOTHING RETURNING source_ref)
    SELECT (SELECT count(*)::int FROM given) AS "all", (SELECT count(*)::int FROM inserted) AS inserted,
      (SELECT count(*)::int FROM inserted i JOIN found f USING (source_ref) JOIN bundles b USING (bundle)
        WHERE f.twin_viewing IS NOT NULL OR b.is_known OR f.position <> b.first) AS joined`,
  );
  const { all, inserted, joined } = counts ?? { all: 0, inserted: 0, joined: 0 };
  return { added: inserted - joined, joined, known: all - inserted };
}
