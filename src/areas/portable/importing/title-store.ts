import { z } from 'zod';
import { queryRows, sql, type Database, type Sql } from '../../../platform/database/index.js';
import { idTypes } from '../files/parsed-play.js';

const title = z.object({
  key: z.string(),
  kind: z.enum(['show', 'movie', 'episode']),
  idType: z.enum(idTypes),
  id: z.string(),
  traktId: z.bigint().transform(Number).nullable(),
});
/** A title that waits to be looked up. */
export type WaitingTitle = z.output<typeof title>;

const wantedItem = z.object({
  season: z.int().nullable(),
  number: z.int().nullable(),
  itemId: z.bigint().transform(Number).nullable(),
});
export type WantedItem = z.output<typeof wantedItem>;

export interface FoundTitle {
  readonly traktId: number;
  /** Of an episode: where it stands. */
  readonly season?: number | undefined;
  readonly number?: number | undefined;
}

/** Titles of an import, and the items found for its rows. Each method is safe to repeat. */
export function createTitleStore(db: Database) {
  const countWaiting = (importId: string): Promise<number> =>
    db.importTitle.count({ where: { importId, status: 'waiting' } });

  return {
    countWaiting,

    /** Takes what is known from plays of anybody; answers how many titles are left to be asked for. */
    async gather(importId: string): Promise<number> {
      await db.$transaction(
        [insertTitles, adoptTraktIds, adoptKnownIds, ...settled, closeSettled].map((statement) =>
          db.$executeRaw(statement(importId)),
        ),
        { timeout: 60_000 },
      );
      return countWaiting(importId);
    },

    async waiting(importId: string, limit: number): Promise<WaitingTitle[]> {
      return queryRows(
        db,
        title,
        sql`SELECT key, kind, id_type AS "idType", id_value AS id, trakt_id AS "traktId" FROM import_titles
          WHERE import_id = ${importId}::uuid AND status = 'waiting' ORDER BY key LIMIT ${limit}`,
      );
    },

    /** What rows want of a title that is not known yet. */
    async wanted(importId: string, key: string): Promise<WantedItem[]> {
      return queryRows(
        db,
        wantedItem,
        sql`SELECT DISTINCT season, number, given_item_id AS "itemId" FROM import_rows
          WHERE import_id = ${importId}::uuid AND title_key = ${key} AND trakt_item_id IS NULL`,
      );
    },

    async found(importId: string, key: string, { traktId, season, number }: FoundTitle) {
      await db.importTitle.updateMany({
        where: { importId, key },
        data: { status: 'found', traktId, season: season ?? null, number: number ?? null },
      });
    },

    async missing(importId: string, key: string): Promise<void> {
      await db.importTitle.updateMany({ where: { importId, key }, data: { status: 'missing' } });
    },

    /** Gives rows the items that are known by now. */
    async settle(importId: string): Promise<void> {
      await db.$transaction(
        settled.map((statement) => db.$executeRaw(statement(importId))),
        { timeout: 60_000 },
      );
    },
  };
}

const insertTitles = (id: string): Sql => sql`
  INSERT INTO import_titles (import_id, key, kind, id_type, id_value)
  SELECT DISTINCT import_id, title_key, split_part(title_key, ':', 1), split_part(title_key, ':', 2), split_part(title_key, ':', 3)
  FROM import_rows WHERE import_id = ${id}::uuid ON CONFLICT DO NOTHING`;

const adoptTraktIds = (id: string): Sql => sql`
  UPDATE import_titles SET trakt_id = id_value::int8
  WHERE import_id = ${id}::uuid AND id_type = 'trakt' AND kind <> 'episode' AND trakt_id IS NULL`;

/** What the facts of an item name a show or film. An id that leads to two is left for Trakt to say. */
const adoptKnownIds = (id: string): Sql => sql`
  UPDATE import_titles t SET trakt_id = k.trakt_id
  FROM (SELECT t.key, min(coalesce(i.show_id, i.trakt_item_id)) AS trakt_id FROM import_titles t JOIN trakt_items i
      ON i.media_type = CASE t.kind WHEN 'show' THEN 'episode' ELSE 'movie' END
      AND coalesce(i.facts -> 'show', i.facts -> 'movie') ->> t.id_type = t.id_value
    WHERE t.import_id = ${id}::uuid AND t.trakt_id IS NULL AND t.id_type <> 'trakt' AND t.kind <> 'episode'
    GROUP BY t.key HAVING count(DISTINCT coalesce(i.show_id, i.trakt_item_id)) = 1) k
  WHERE t.import_id = ${id}::uuid AND t.key = k.key`;

/** By the item's own id; else a film by its title's, an episode by its place. */
const settled: readonly ((id: string) => Sql)[] = [
  (id) => sql`
    UPDATE import_rows r SET trakt_item_id = i.trakt_item_id FROM trakt_items i
    WHERE r.import_id = ${id}::uuid AND r.trakt_item_id IS NULL
      AND i.media_type = r.media_type AND i.trakt_item_id = r.given_item_id`,
  (id) => sql`
    UPDATE import_rows r SET trakt_item_id = i.trakt_item_id FROM import_titles t JOIN trakt_items i
      ON i.media_type = 'movie' AND i.trakt_item_id = t.trakt_id
    WHERE r.import_id = ${id}::uuid AND r.trakt_item_id IS NULL AND r.media_type = 'movie'
      AND t.import_id = r.import_id AND t.key = r.title_key`,
  (id) => sql`
    UPDATE import_rows r SET trakt_item_id = p.trakt_item_id
    FROM import_titles t, (SELECT show_id, season, number, min(trakt_item_id) AS trakt_item_id FROM trakt_items
      WHERE media_type = 'episode' AND show_id IN (SELECT trakt_id FROM import_titles WHERE import_id = ${id}::uuid)
      GROUP BY show_id, season, number HAVING count(*) = 1) p
    WHERE r.import_id = ${id}::uuid AND r.trakt_item_id IS NULL AND r.media_type = 'episode'
      AND (r.given_item_id IS NULL OR t.status = 'found')
      AND t.import_id = r.import_id AND t.key = r.title_key AND p.show_id = t.trakt_id
      AND p.season = coalesce(r.season, t.season) AND p.number = coalesce(r.number, t.number)`,
];

/** Nothing of it is left to be asked for. */
const closeSettled = (id: string): Sql => sql`
  UPDATE import_titles t SET status = 'found' WHERE t.import_id = ${id}::uuid AND t.status = 'waiting' AND NOT EXISTS (
    SELECT 1 FROM import_rows r WHERE r.import_id = t.import_id AND r.title_key = t.key AND r.trakt_item_id IS NULL)`;
