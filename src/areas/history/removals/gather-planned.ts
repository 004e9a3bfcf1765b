import { episodeState } from '../../../upstream/bangumi/index.js';
import { sql, type Sql } from '../../../platform/database/index.js';
import { source } from '../reading/source.js';
import { type RemovalPolicy } from './removal.js';

export interface GatherPlanned {
  readonly planId: string;
  readonly userId: string;
  readonly policy: RemovalPolicy;
  /** Plays that the read shows: a table with `source_ref`, `media_type` and `trakt_item_id`. */
  readonly staged: Sql;
  /** Ids of plays that it would find gone. */
  readonly gone: Sql;
}

/**
 * What the next sync has to decide about plays that are gone, and what it can say without knowing what else it would mark: as
 * `decideRemovals` does once the read is closed.
 */
export const insertPlannedRemovals = ({
  planId,
  userId,
  policy,
  staged,
  gone,
}: GatherPlanned) => sql`
  WITH staged AS MATERIALIZED (SELECT * FROM ${staged} s), gone AS MATERIALIZED (${gone}),
  leaving AS MATERIALIZED (${leaving(userId)}),
  removed AS (
    SELECT p.id, p.subject_id, coalesce(p.episode_id, 0) AS episode_id, false AS is_due, false AS is_answered
    FROM plays p WHERE p.id IN (SELECT id FROM gone) AND p.state = 'proven' AND p.subject_id IS NOT NULL
    UNION ALL
    SELECT r.play_id, r.subject_id, r.episode_id, r.decision IS NOT NULL, r.question_id IS NOT NULL
    FROM removals r JOIN plays p ON p.id = r.play_id
    WHERE r.user_id = ${userId} AND (r.decision IS NULL OR r.decision = 'due') AND p.state = 'removed'
      AND NOT EXISTS (SELECT 1 FROM staged s WHERE p.source = ${source} AND s.source_ref = p.source_ref))
  INSERT INTO plan_removals (plan_id, position, play_id, subject_id, episode_id, is_due, outcome)
  SELECT ${planId}::uuid, row_number() OVER (ORDER BY r.subject_id, r.episode_id, r.id), r.id, r.subject_id, r.episode_id, r.is_due, CASE
    WHEN ${policy} = 'keep' AND NOT r.is_answered THEN 'kept'
    WHEN EXISTS (SELECT 1 FROM plays q WHERE q.user_id = ${userId} AND q.subject_id = r.subject_id
      AND coalesce(q.episode_id, 0) = r.episode_id AND q.state <> 'removed' AND q.id NOT IN (SELECT id FROM leaving)) THEN 'still-watched'
    WHEN NOT EXISTS (SELECT 1 FROM marks m WHERE m.user_id = ${userId} AND m.subject_id = r.subject_id
      AND m.episode_id = r.episode_id AND m.after = ${episodeState.done} AND m.outcome IS NULL) THEN 'not-ours' END
  FROM removed r`;

/** Plays that are proven and would stay so when the read is closed. */
export const countStaying = ({ userId, staged, gone }: Omit<GatherPlanned, 'planId' | 'policy'>) =>
  sql`(WITH staged AS MATERIALIZED (SELECT * FROM ${staged} s), gone AS MATERIALIZED (${gone})
    SELECT count(*) FROM plays WHERE user_id = ${userId} AND state = 'proven' AND id NOT IN (${leaving(userId)}))`;

/** Gone, or changed at the source, so that they would be matched anew. */
const leaving = (userId: string): Sql => sql`SELECT id FROM gone UNION ALL
  SELECT p.id FROM plays p JOIN staged s ON p.source = ${source} AND s.source_ref = p.source_ref
  WHERE p.user_id = ${userId} AND (p.media_type, p.trakt_item_id) <> (s.media_type, s.trakt_item_id)`;
