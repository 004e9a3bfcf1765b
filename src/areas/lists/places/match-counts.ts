import { z } from 'zod';
import { queryRows, sql, type Database, type Sql } from '../../../platform/database/index.js';
import type { MatchCount } from './place-by-matches.js';
import { namelessTitle, traktTitle, type TraktTitle } from './trakt-title.js';

const countRow = z.object({
  subjectId: z.int(),
  origin: z.enum(['mapping', 'matches']),
  kind: z.enum(['show', 'movie']),
  titleId: z.coerce.number(),
  season: z.int().nullable(),
  episodes: z.coerce.number(),
  itemId: z.coerce.number().nullable(),
});

/** What matching decided for everybody, and what mappings shared by everybody say, of these subjects. */
export const sharedCounts = (
  db: Database,
  subjectIds: readonly number[],
): Promise<readonly MatchCount[]> =>
  queryRows(
    db,
    countRow,
    sql`SELECT subject_id AS "subjectId", 'matches' AS origin, CASE WHEN media_type = 'movie' THEN 'movie' ELSE 'show' END AS kind,
        coalesce(show_id, trakt_item_id) AS "titleId", CASE WHEN media_type = 'episode' THEN season END AS season,
        count(DISTINCT coalesce(episode_id, trakt_item_id)) AS episodes, min(trakt_item_id) AS "itemId"
      FROM matches WHERE kind = 'matched' AND subject_id = ANY(${subjectIds}::int4[])
        AND (media_type = 'movie' OR (show_id IS NOT NULL AND season IS NOT NULL))
      GROUP BY 1, 2, 3, 4, 5
      UNION ALL ${mapped(sql`m.user_id IS NULL AND m.subject_id = ANY(${subjectIds}::int4[])`)}`,
  );

/** What the person's own mappings say: these are nobody else's. */
export const ownCounts = (db: Database, userId: string): Promise<readonly MatchCount[]> =>
  queryRows(db, countRow, mapped(sql`m.user_id = ${userId} AND m.subject_id IS NOT NULL`));

/** A range of episodes stands for so many of them. */
const mapped = (which: Sql): Sql => sql`SELECT m.subject_id AS "subjectId", 'mapping' AS origin,
    CASE WHEN m.media_type = 'movie' THEN 'movie' ELSE 'show' END AS kind,
    CASE WHEN m.media_type = 'episode' THEN i.show_id ELSE m.trakt_id END AS "titleId",
    CASE m.media_type WHEN 'episode' THEN i.season WHEN 'show' THEN m.season END AS season,
    sum(coalesce(m.last_number - m.first_number + 1, 1)) AS episodes,
    min(CASE WHEN m.media_type <> 'show' THEN m.trakt_id END) AS "itemId"
  FROM mappings m LEFT JOIN trakt_items i ON m.media_type = 'episode' AND i.media_type = 'episode' AND i.trakt_item_id = m.trakt_id
  WHERE m.action = 'map' AND ${which} AND (m.media_type <> 'episode' OR i.show_id IS NOT NULL)
  GROUP BY 1, 2, 3, 4, 5`;

const titleRow = z.object({
  kind: z.enum(['show', 'movie']),
  title: traktTitle.omit({ begin: true }),
  begin: z.string().nullable(),
});

export type TitleOf = (title: Pick<MatchCount, 'kind' | 'titleId'>) => TraktTitle;

/** Shows and films as the histories of people have shown them; the rest has no name. */
export async function knownTitlesOf(
  db: Database,
  titles: readonly Pick<MatchCount, 'kind' | 'titleId'>[],
): Promise<TitleOf> {
  const idsOf = (kind: MatchCount['kind']) => [
    ...new Set(titles.filter((one) => one.kind === kind).map(({ titleId }) => titleId)),
  ];
  const rows = await queryRows(
    db,
    titleRow,
    sql`SELECT 'show' AS kind, i.facts -> 'show' AS title, NULL AS begin
      FROM unnest(${idsOf('show')}::int8[]) AS s(show_id)
        CROSS JOIN LATERAL (SELECT facts FROM trakt_items WHERE show_id = s.show_id ORDER BY trakt_item_id DESC LIMIT 1) AS i
      WHERE i.facts ? 'show'
      UNION ALL SELECT 'movie', facts -> 'movie', facts ->> 'released' FROM trakt_items
      WHERE media_type = 'movie' AND trakt_item_id = ANY(${idsOf('movie')}::int8[]) AND facts ? 'movie'`,
  );
  const known = new Map(
    rows.map(({ kind, title, begin }) => [`${kind}:${title.traktId}`, { ...title, begin }]),
  );
  return ({ kind, titleId }) => known.get(`${kind}:${titleId}`) ?? namelessTitle(titleId);
}
