import { z } from 'zod';
import { queryRows, sql, type Database, type Sql } from '../../../platform/database/index.js';
import { noPlan, type WishScope } from './wish.js';

const watchedRow = z.object({
  kind: z.enum(['movie', 'show']),
  titleId: z.coerce.number(),
  season: z.int().nullable(),
  subjectId: z.int().nullable(),
  isOut: z.boolean(),
  movedAt: z.date().nullable(),
});
/** Where some of a title's plays were taken, and when one of them was proven last. */
export type WatchedRow = Readonly<z.infer<typeof watchedRow>>;

/** Rows with a play's item, where it was taken, and whether that is proven or would be. */
interface Sources {
  readonly plays: Sql;
  readonly planned: Sql;
}

export const sourcesOf = ({ userId, planId }: WishScope): Sources => ({
  plays: sql`SELECT media_type, trakt_item_id, subject_id, episode_id, state, reason, synced_at FROM plays
    WHERE user_id = ${userId} AND state <> 'removed'`,
  planned:
    planId === noPlan
      ? sql`SELECT NULL::text, NULL::int8, NULL::int4, NULL::int4, NULL::text, NULL::text, NULL::timestamptz WHERE false`
      : sql`SELECT media_type, trakt_item_id, subject_id, episode_id,
          CASE WHEN outcome IN ('mark', 'done-already') THEN 'proven' ELSE state END, reason, now()
        FROM plan_items WHERE plan_id = ${planId}::uuid AND outcome IS DISTINCT FROM 'gone'`,
});

/** Where plays of these films and shows have been taken; in a dry run also where a sync would take them. */
export async function readWatched(
  db: Database,
  scope: WishScope,
  titles: { readonly movies: readonly number[]; readonly shows: readonly number[] },
): Promise<readonly WatchedRow[]> {
  const { plays, planned } = sourcesOf(scope);
  return queryRows(
    db,
    watchedRow,
    sql`SELECT CASE WHEN p.media_type = 'movie' THEN 'movie' ELSE 'show' END AS kind, coalesce(i.show_id, p.trakt_item_id) AS "titleId",
        CASE WHEN p.media_type = 'episode' THEN i.season END AS season,
        CASE WHEN p.reason IS DISTINCT FROM 'changed' THEN p.subject_id END AS "subjectId",
        bool_and(p.state = 'excluded' AND p.subject_id IS NULL AND p.reason <> 'filtered') AS "isOut",
        max(p.synced_at) AS "movedAt"
      FROM (${plays} UNION ALL ${planned}) AS p JOIN trakt_items i USING (media_type, trakt_item_id)
      WHERE (p.media_type = 'movie' AND p.trakt_item_id = ANY(${titles.movies}::int8[]))
        OR (p.media_type = 'episode' AND i.show_id = ANY(${titles.shows}::int8[]))
      GROUP BY 1, 2, 3, 4`,
  );
}

const watchedSubject = z.object({
  subjectId: z.int(),
  episodeIds: z.array(z.int()),
  title: z.string().nullable(),
});
export type WatchedSubject = Readonly<z.infer<typeof watchedSubject>>;

interface PageOfSubjects {
  readonly after: number;
  readonly limit: number;
  readonly all: boolean;
  readonly policy: string;
}

/**
 * Subjects with a play proven since their completion was last decided on, after a given one, with all their proven episodes. One that
 * was undone waits for such a play, whatever else moves.
 */
export async function readWatchedSubjects(
  db: Database,
  scope: WishScope,
  { after, limit, all, policy }: PageOfSubjects,
): Promise<readonly WatchedSubject[]> {
  const { plays, planned } = sourcesOf(scope);
  return queryRows(
    db,
    watchedSubject,
    sql`SELECT p.subject_id AS "subjectId", array_agg(DISTINCT p.episode_id) AS "episodeIds",
        max(coalesce(i.facts -> 'show' ->> 'title', i.facts -> 'movie' ->> 'title')) AS title
      FROM (${plays} UNION ALL ${planned}) AS p LEFT JOIN trakt_items i USING (media_type, trakt_item_id)
        LEFT JOIN subject_wishes w ON w.user_id = ${scope.userId} AND w.plan_id = ${scope.planId}::uuid AND w.origin = 'watched'
          AND w.media_type = 'subject' AND w.trakt_id = p.subject_id AND w.season = -1 AND w.subject_id = p.subject_id
      WHERE p.state = 'proven' AND p.subject_id > ${after} AND p.episode_id IS NOT NULL
      GROUP BY p.subject_id
      HAVING max(w.state) IS NULL OR (max(w.state) NOT IN ('proven', 'planned', 'sent')
        AND (max(p.synced_at) > max(w.updated_at) OR (max(w.reason) IS DISTINCT FROM 'undone'
          AND (${all}::bool OR max(w.policy) <> ${policy} OR max(w.reason) IN ('upstream-down', 'filtered')
            OR (max(w.reason) = 'refused' AND max(w.due_at) < now())))))
      ORDER BY 1 LIMIT ${limit}`,
  );
}
