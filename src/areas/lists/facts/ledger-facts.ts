import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';

const watchedRow = z.object({
  subjectId: z.int(),
  /** Different main episodes; a film is one. */
  watched: z.coerce.number(),
  isFilm: z.boolean(),
  /** Plays that are parked. */
  parked: z.coerce.number(),
  firstAt: z.date().nullable(),
  lastAt: z.date().nullable(),
});
/** What the ledger holds of one subject. */
export type WatchedSubject = Readonly<z.infer<typeof watchedRow>>;

const tableRow = z.object({
  subjectId: z.int(),
  /** Main rows. */
  rows: z.coerce.number(),
  /** The latest date among them, `YYYY-MM-DD`. */
  lastDay: z.string().nullable(),
});
/** What its episode table says. */
export type TableFacts = Readonly<z.infer<typeof tableRow>>;

const parkedRow = z.object({
  kind: z.enum(['show', 'movie']),
  titleId: z.coerce.number(),
  season: z.int().nullable(),
  title: z.string().nullable(),
  year: z.int().nullable(),
  parked: z.coerce.number(),
  firstAt: z.date().nullable(),
  lastAt: z.date().nullable(),
});
/** Plays of a film or season that nobody knows the subject of. */
export type ParkedTitle = Readonly<z.infer<typeof parkedRow>>;

/** A decision that a person is asked about (`changed`) leads nowhere meanwhile. */
const plays = (userId: string) =>
  sql`(SELECT media_type, trakt_item_id, state, watched_at, CASE WHEN reason IS DISTINCT FROM 'changed' THEN subject_id END AS subject_id,
      episode_id FROM plays WHERE user_id = ${userId} AND state <> 'removed')`;

/** Main rows of the episode tables of a person's watched subjects, those of merged ones too. */
const mainRows = (userId: string) =>
  sql`(SELECT t.subject_id, (r ->> 'id')::int AS episode_id, r ->> 'airdate' AS airdate FROM episode_tables t
      CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(t.rows) WHEN 'array' THEN t.rows WHEN 'object' THEN t.rows -> 'rows' ELSE '[]' END) AS r
    WHERE (r ->> 'type')::int = 0 AND (t.subject_id IN (SELECT subject_id FROM plays WHERE user_id = ${userId})
      OR t.subject_id IN (SELECT subject_id FROM collected_subjects WHERE user_id = ${userId})))`;

export const readWatched = (db: Database, userId: string): Promise<readonly WatchedSubject[]> =>
  queryRows(
    db,
    watchedRow,
    sql`WITH main AS MATERIALIZED ${mainRows(userId)}, tabled AS (SELECT DISTINCT subject_id FROM main)
      SELECT p.subject_id AS "subjectId",
        count(DISTINCT coalesce(p.episode_id, 0)) FILTER (WHERE m.episode_id IS NOT NULL OR (t.subject_id IS NULL AND p.episode_id IS NOT NULL)
          OR (p.media_type = 'movie' AND p.episode_id IS NULL)) AS watched,
        bool_or(p.media_type = 'movie') AS "isFilm", count(*) FILTER (WHERE p.state = 'parked') AS parked,
        min(p.watched_at) AS "firstAt", max(p.watched_at) AS "lastAt"
      FROM ${plays(userId)} AS p LEFT JOIN main m USING (subject_id, episode_id) LEFT JOIN tabled t ON t.subject_id = p.subject_id
      WHERE p.subject_id IS NOT NULL GROUP BY 1`,
  );

export const readTables = (db: Database, userId: string): Promise<readonly TableFacts[]> =>
  queryRows(
    db,
    tableRow,
    sql`SELECT subject_id AS "subjectId", count(*) AS rows,
        max(airdate) FILTER (WHERE airdate ~ '^\\d{4}-\\d{2}-\\d{2}$') AS "lastDay"
      FROM ${mainRows(userId)} AS main GROUP BY 1`,
  );

export const readParked = (db: Database, userId: string): Promise<readonly ParkedTitle[]> =>
  queryRows(
    db,
    parkedRow,
    sql`SELECT CASE WHEN p.media_type = 'movie' THEN 'movie' ELSE 'show' END AS kind, coalesce(i.show_id, p.trakt_item_id) AS "titleId",
        CASE WHEN p.media_type = 'episode' THEN i.season END AS season,
        max(coalesce(i.facts -> 'show' ->> 'title', i.facts -> 'movie' ->> 'title')) AS title,
        max((coalesce(i.facts -> 'show' ->> 'year', i.facts -> 'movie' ->> 'year'))::int) AS year,
        count(*) AS parked, min(p.watched_at) AS "firstAt", max(p.watched_at) AS "lastAt"
      FROM ${plays(userId)} AS p JOIN trakt_items i USING (media_type, trakt_item_id)
      WHERE p.state = 'parked' AND p.subject_id IS NULL GROUP BY 1, 2, 3`,
  );
