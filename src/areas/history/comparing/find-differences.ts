import { z } from 'zod';
import { queryRows, sql, unnestRows, type Database } from '../../../platform/database/index.js';
import type { WatchedSnapshot } from '../../../upstream/trakt/index.js';
import type { HistoryRead } from '../reading/history-read.js';
import { knownPlays } from './known-plays.js';
import type { Difference } from './plan-lookups.js';

/** All times watched, by Trakt's ids. */
export interface Snapshots {
  readonly episodes: WatchedSnapshot;
  readonly movies: WatchedSnapshot;
}

const difference: z.ZodType<Difference> = z.object({
  mediaType: z.enum(['episode', 'movie']),
  traktId: z.coerce.number(),
  showId: z.coerce.number().nullable(),
  source: z.array(z.int()),
  ledger: z.array(z.int()),
});

const minuteOf = sql`(extract(epoch FROM watched_at) / 60)`;
const times = sql`array_agg(floor(${minuteOf})::int4 ORDER BY watched_at) AS times`;

/** Items whose times, to the minute, are others in the snapshots than in what is known. */
export async function findDifferences(
  db: Database,
  read: HistoryRead,
  { episodes, movies }: Snapshots,
): Promise<Difference[]> {
  const rows = [...toRows('episode', episodes), ...toRows('movie', movies)];
  const columns = { media_type: 'text', trakt_item_id: 'int8', watched_at: 'timestamptz' } as const;
  return queryRows(
    db,
    difference,
    sql`WITH given AS (SELECT media_type, trakt_item_id, ${times} FROM ${unnestRows(columns, rows)} AS s
          GROUP BY media_type, trakt_item_id),
        known AS (SELECT media_type, trakt_item_id, ${times} FROM ${knownPlays(read)} AS k
          GROUP BY media_type, trakt_item_id)
      SELECT media_type AS "mediaType", trakt_item_id AS "traktId", i.show_id AS "showId",
        coalesce(given.times, '{}') AS source, coalesce(known.times, '{}') AS ledger
      FROM given FULL JOIN known USING (media_type, trakt_item_id) LEFT JOIN trakt_items i USING (media_type, trakt_item_id)
      WHERE given.times IS DISTINCT FROM known.times ORDER BY 1, 2`,
  );
}

const toRows = (mediaType: 'episode' | 'movie', snapshot: WatchedSnapshot) =>
  [...snapshot].flatMap(([traktId, watched]) =>
    watched.map((time) => ({ media_type: mediaType, trakt_item_id: traktId, watched_at: time })),
  );
