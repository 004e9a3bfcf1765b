import { z } from 'zod';
import {
  emptySql,
  queryRows,
  sql,
  type Database,
  type Sql,
} from '../../../platform/database/index.js';
import { parseCursor, toPage, type Page } from '../../../platform/lib/page-cursor.js';
import { candidatesOf, heldBackOf, type Evidence, type MediaItem } from '../../matching/index.js';
import { isInQuestion } from '../changed/in-question.js';
import { titleOf } from '../ledger/title-of.js';
import { playReason, playStates } from '../run.js';
import type { ReviewFilter } from './review.js';
import type { ReviewId } from './review-id.js';
import { standsAsSql } from './stands-as.js';

const itemRow = z.object({
  groupId: z.string(),
  facts: z.custom<MediaItem>((facts) => typeof facts === 'object'),
  state: z.enum(playStates),
  reason: playReason.nullable(),
  plays: z.int(),
  dueAt: z.date().nullable(),
  subjectId: z.int().nullable(),
  episodeId: z.int().nullable(),
  /** It is marked, matching would decide otherwise by now, and nobody has said what it is. */
  isInQuestion: z.boolean(),
  /** What everybody's match of the item was, where it is `changed`. */
  promised: z.object({ subjectId: z.int(), episodeId: z.int().nullable() }).nullable(),
});
export type ReviewRow = z.infer<typeof itemRow>;

const evidence = z.custom<readonly Evidence[]>((given) => Array.isArray(given));
const matchRow = z
  .object({
    key: z.string(),
    kind: z.enum(['matched', 'parked', 'excluded']),
    reason: z.string().nullable(),
    subjectId: z.int().nullable(),
    episodeId: z.int().nullable(),
    evidence,
    candidates: z.unknown(),
    previous: z.unknown(),
    instead: z.unknown(),
    previousEvidence: evidence.nullable(),
  })
  .transform(({ candidates, previous, instead, ...row }) => ({
    ...row,
    candidates: candidatesOf({ candidates }),
    heldBack: heldBackOf({ previous, instead }),
  }));
/** What matching made of an item last. */
export type MatchRow = z.infer<typeof matchRow>;

/** Of a row of `trakt_items` named `i`. */
const groupOf = sql`CASE WHEN i.media_type = 'movie' THEN 'movie-' || i.trakt_item_id
  ELSE 'show-' || i.show_id || '-season-' || i.season END`;

const itemColumns = sql`${groupOf} AS "groupId", i.facts, p.state, p.reason, count(*)::int AS plays,
  min(p.due_at) AS "dueAt", p.subject_id AS "subjectId", p.episode_id AS "episodeId",
  coalesce(bool_or(${isInQuestion}), false) AS "isInQuestion",
  (array_agg(m.previous) FILTER (WHERE m.reason = 'changed'))[1] AS promised`;
/** Of a play `p`. */
const joinedToMatches = sql`JOIN trakt_items i USING (media_type, trakt_item_id) JOIN matches m USING (media_type, trakt_item_id)`;
const matchOfItem = sql`LEFT JOIN matches m ON m.media_type = i.media_type AND m.trakt_item_id = i.trakt_item_id`;
const itemGroups = sql`GROUP BY i.media_type, i.trakt_item_id, p.state, p.reason, p.subject_id, p.episode_id
  ORDER BY i.show_id, i.season, i.number, i.trakt_item_id`;

export type ReviewStore = ReturnType<typeof createReviewStore>;

/** What people's plays were decided to be. Reading only. */
export const createReviewStore = (db: Database) => ({
  /** Questions with plays that stand so; the one observed last comes first. Throws InputError for a cursor that is not ours. */
  async groups(
    userId: string,
    { state, search, limit, cursor }: ReviewFilter,
  ): Promise<Page<string>> {
    const place = cursor === undefined ? undefined : parseCursor(cursor);
    const rows = await queryRows(
      db,
      z.object({ id: z.string(), at: z.date() }),
      sql`WITH items AS MATERIALIZED (
          SELECT p.media_type, p.trakt_item_id, max(p.observed_at) AS at FROM plays p ${state === 'changed' ? joinedToMatches : emptySql}
          WHERE p.user_id = ${userId} AND ${standsAsSql[state]} GROUP BY 1, 2),
        found AS (SELECT ${groupOf} AS id, max(items.at) AS at FROM items JOIN trakt_items i USING (media_type, trakt_item_id)
          ${search === undefined ? emptySql : sql`WHERE position(lower(${search}) IN lower(${titleOf})) > 0`} GROUP BY 1)
        SELECT id, at FROM found ${place === undefined ? emptySql : sql`WHERE (at, id) < (${place.at}, ${place.id})`}
        ORDER BY at DESC, id DESC LIMIT ${limit + 1}`,
    );
    return toPage(rows, limit, { place: (row) => row, item: ({ id }) => id });
  },

  /** What the person watched of these questions, each item once per place where plays of it stand; in order. */
  items: (userId: string, ids: readonly ReviewId[]): Promise<ReviewRow[]> =>
    ids.length === 0 ? Promise.resolve([]) : itemsWhere(db, userId, isOf(ids)),

  /** The same of all seasons of a show. */
  itemsOfShow: (userId: string, showId: number): Promise<ReviewRow[]> =>
    itemsWhere(db, userId, sql`i.show_id = ${showId}`),

  /** What matching made of these items last, by kind and Trakt id. */
  async matches(items: readonly MediaItem[]): Promise<Map<string, MatchRow>> {
    const ids = (kind: MediaItem['kind']) =>
      items.filter((item) => item.kind === kind).map(({ traktId }) => traktId);
    const rows = await queryRows(
      db,
      matchRow,
      sql`SELECT media_type || ':' || trakt_item_id AS key, kind, reason, subject_id AS "subjectId", episode_id AS "episodeId",
          evidence, candidates, previous, instead, (SELECT c.evidence FROM match_changes c
            WHERE c.media_type = matches.media_type AND c.trakt_item_id = matches.trakt_item_id AND c.kind = 'matched'
              AND c.subject_id = (matches.previous ->> 'subjectId')::int
              AND c.episode_id IS NOT DISTINCT FROM (matches.previous ->> 'episodeId')::int
            ORDER BY c.id DESC LIMIT 1) AS "previousEvidence" FROM matches
        WHERE (media_type = 'episode' AND trakt_item_id = ANY(${ids('episode')}::int8[]))
          OR (media_type = 'movie' AND trakt_item_id = ANY(${ids('movie')}::int8[]))`,
    );
    return new Map(rows.map((row) => [row.key, row]));
  },
});

const itemsWhere = (db: Database, userId: string, where: Sql): Promise<ReviewRow[]> =>
  queryRows(
    db,
    itemRow,
    sql`SELECT ${itemColumns} FROM trakt_items i JOIN plays p USING (media_type, trakt_item_id) ${matchOfItem}
      WHERE p.user_id = ${userId} AND p.state <> 'removed' AND ${where} ${itemGroups}`,
  );

function isOf(ids: readonly ReviewId[]): Sql {
  const seasons = ids.filter((id) => id.kind === 'season');
  const movies = ids.filter((id) => id.kind === 'movie').map(({ movieId }) => movieId);
  return sql`((i.show_id, i.season) IN (SELECT * FROM unnest(
      ${seasons.map(({ showId }) => showId)}::int8[], ${seasons.map(({ season }) => season)}::int4[]))
    OR (i.media_type = 'movie' AND i.trakt_item_id = ANY(${movies}::int8[])))`;
}
