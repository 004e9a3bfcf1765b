import { z } from 'zod';
import { episodeSchema, identified, movieSchema, showSchema, timestamp } from './media-schemas.js';
import type {
  TraktCollected,
  TraktFound,
  TraktListed,
  TraktPlay,
  TraktRating,
  TraktWatched,
} from './trakt-client.js';

/** Rows as they stand on the page; `null` for one of a type we do not know (it still counts in the paging headers). */
export type RowsSchema<T> = z.ZodType<readonly (T | null)[]>;

/** Trakt may add types at any time: those rows are skipped, while a broken row of a known type is a fault. */
function rowsOf<T>(types: readonly string[], row: z.ZodType<T>): RowsSchema<T> {
  const isForeign = (candidate: unknown): boolean =>
    typeof candidate === 'object' &&
    candidate !== null &&
    'type' in candidate &&
    typeof candidate.type === 'string' &&
    !types.includes(candidate.type);
  return z.array(
    z.preprocess((candidate) => (isForeign(candidate) ? null : candidate), row.nullable()),
  );
}

/** A 64-bit integer; the parser hands over those above 2^53 as text. */
const historyId = z.union([z.int().nonnegative(), z.string().regex(/^\d+$/)]).transform(String);

const viewing = {
  id: historyId,
  watched_at: timestamp,
  action: z
    .string()
    .nullish()
    .transform((action) => action ?? 'watch'),
};

const play: z.ZodType<TraktPlay> = z
  .discriminatedUnion('type', [
    z.object({ ...viewing, type: z.literal('episode'), episode: episodeSchema, show: showSchema }),
    z.object({ ...viewing, type: z.literal('movie'), movie: movieSchema }),
  ])
  .transform(({ watched_at: watchedAt, ...rest }) => ({ ...rest, watchedAt }));

export const historyRows: RowsSchema<TraktPlay> = rowsOf(['episode', 'movie'], play);

const found: z.ZodType<TraktFound> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('episode'), episode: episodeSchema, show: showSchema }),
  z.object({ type: z.literal('movie'), movie: movieSchema }),
  z.object({ type: z.literal('show'), show: showSchema }),
]);

/** Of a search. */
export const foundRows: RowsSchema<TraktFound> = rowsOf(['episode', 'movie', 'show'], found);

const anyType = z.enum(['movie', 'show', 'season', 'episode']);

const media = {
  movie: identified.optional(),
  show: identified.optional(),
  season: identified.optional(),
  episode: identified.optional(),
};

type Media = Partial<Record<z.output<typeof anyType>, number | undefined>>;

/** The id of the object the row is about, which must be there. */
function idOf(row: Media, type: z.output<typeof anyType>, ctx: z.RefinementCtx): number {
  const id = row[type];
  if (id === undefined)
    ctx.addIssue({ code: 'custom', path: [type], message: 'expected the object the row is about' });
  return id ?? 0;
}

const rating: z.ZodType<TraktRating> = z
  .object({ ...media, type: anyType, rating: z.int().min(1).max(10), rated_at: timestamp })
  .transform((row, ctx) => ({
    type: row.type,
    traktId: idOf(row, row.type, ctx),
    rating: row.rating,
    ratedAt: row.rated_at,
  }));

export const ratingRows: RowsSchema<TraktRating> = rowsOf(anyType.options, rating);

const listed: z.ZodType<TraktListed> = z
  .object({ ...media, type: anyType, listed_at: timestamp })
  .transform((row, ctx) => ({
    type: row.type,
    traktId: idOf(row, row.type, ctx),
    listedAt: row.listed_at,
  }));

export const watchlistRows: RowsSchema<TraktListed> = rowsOf(anyType.options, listed);

/** Rows name no type: it is known from the path. */
export function watchedRows(type: TraktWatched['type']): RowsSchema<TraktWatched> {
  const watched: z.ZodType<TraktWatched> = z
    .object({ ...media, plays: z.int().nonnegative(), last_watched_at: timestamp })
    .transform((row, ctx) => ({
      type,
      traktId: idOf(row, type, ctx),
      plays: row.plays,
      lastWatchedAt: row.last_watched_at,
    }));
  return rowsOf([type], watched);
}

/** Shows say `last_collected_at`, the others `collected_at`; the type is known from the path, not every row says it. */
export function collectionRows(type: TraktCollected['type']): RowsSchema<TraktCollected> {
  const collected: z.ZodType<TraktCollected> = z
    .object({
      ...media,
      collected_at: timestamp.optional(),
      last_collected_at: timestamp.optional(),
    })
    .transform((row, ctx) => {
      const collectedAt = row.collected_at ?? row.last_collected_at;
      if (collectedAt === undefined)
        ctx.addIssue({ code: 'custom', path: ['collected_at'], message: 'expected a time' });
      return { type, traktId: idOf(row, type, ctx), collectedAt: collectedAt ?? '' };
    });
  return rowsOf([type], collected);
}
