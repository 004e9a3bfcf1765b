import { z } from 'zod';
import { bulkInsert, queryRows, sql, type Database } from '../../../platform/database/index.js';
import { subjectsOf } from './place-store.js';
import { seasonOnTrakt, type SeasonOnTrakt } from './season-on-trakt.js';

/** A season that is not there may have been added by now. */
const askedAgainMs = 7 * 86_400_000;

const seasonsRow = z.object({
  showId: z.coerce.number(),
  seasons: z.array(seasonOnTrakt),
});

export const createSeasonStore = ({ db }: { readonly db: Database }) => ({
  /** Seasons of shows, as far as they are kept. */
  async load(showIds: readonly number[]): Promise<ReadonlyMap<number, readonly SeasonOnTrakt[]>> {
    const rows = await queryRows(
      db,
      seasonsRow,
      sql`SELECT show_id AS "showId", seasons FROM show_seasons WHERE show_id = ANY(${showIds}::int8[])`,
    );
    return new Map(rows.map(({ showId, seasons }) => [showId, seasons]));
  },

  /** Shows of the person's whose seasons are not known, or lack one that a subject is in and are a week old. */
  async missing(userId: string, now: Date): Promise<readonly number[]> {
    const old = new Date(now.getTime() - askedAgainMs);
    const rows = await queryRows(
      db,
      z.object({ showId: z.coerce.number() }),
      sql`SELECT DISTINCT p.trakt_id AS "showId" FROM subject_places p JOIN ${subjectsOf(userId)} AS mine USING (subject_id)
          LEFT JOIN show_seasons s ON s.show_id = p.trakt_id
        WHERE p.kind = 'season' AND (s.show_id IS NULL OR (s.fetched_at < ${old}
          AND NOT s.seasons @> jsonb_build_array(jsonb_build_object('number', p.season))))
        UNION SELECT coalesce(i.show_id, m.trakt_id) FROM mappings m
          LEFT JOIN trakt_items i ON m.media_type = 'episode' AND i.media_type = 'episode' AND i.trakt_item_id = m.trakt_id
          LEFT JOIN show_seasons s ON s.show_id = coalesce(i.show_id, m.trakt_id)
        WHERE m.user_id = ${userId} AND m.action = 'map' AND coalesce(i.season, m.season) > 0 AND s.show_id IS NULL
          AND (m.media_type = 'show' OR i.show_id IS NOT NULL)
        ORDER BY 1`,
    );
    return rows.map(({ showId }) => showId);
  },

  /** Safe to repeat. */
  async put(showId: number, seasons: readonly SeasonOnTrakt[], now: Date): Promise<void> {
    await bulkInsert(db, {
      table: 'show_seasons',
      columns: { show_id: 'int8', seasons: 'jsonb', fetched_at: 'timestamptz' } as const,
      rows: [{ show_id: showId, seasons, fetched_at: now }],
      onConflict: { target: ['show_id'], update: ['seasons', 'fetched_at'] },
    });
  },
});
export type SeasonStore = ReturnType<typeof createSeasonStore>;
