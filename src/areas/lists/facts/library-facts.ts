import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';

const titleFacts = z.object({
  title: z.string(),
  originalTitle: z.string().nullable(),
  year: z.int().nullable(),
  country: z.string().nullable(),
  genres: z.array(z.string()),
});

const libraryRow = z.object({
  part: z.string(),
  kind: z.enum(['movie', 'show', 'season', 'episode']),
  traktId: z.coerce.number(),
  /** Of the film or show it belongs to. */
  titleId: z.coerce.number(),
  season: z.int().nullable(),
  rating: z.int().nullable(),
  /** When it was rated, collected or put on the list. */
  at: z.date(),
  title: titleFacts.nullable(),
});
/** A rating, or a place on the watchlist or in the collection, on Trakt. */
export type LibraryRow = Readonly<z.infer<typeof libraryRow>>;

/** What the history of this person has read of their library; nothing where they never asked for it to be carried over. */
export const readLibraryRows = (db: Database, userId: string): Promise<readonly LibraryRow[]> =>
  queryRows(
    db,
    libraryRow,
    sql`SELECT part, media_type AS kind, trakt_id AS "traktId", title_id AS "titleId", season, rating, at, facts -> 'title' AS title
      FROM library_items WHERE user_id = ${userId}`,
  );
