import { z } from 'zod';
import {
  episodeSchema,
  foundShowSchema,
  identified,
  libraryShowSchema,
  movieSchema,
  showSchema,
  timestamp,
} from './media-schemas.js';
import type {
  LibraryTitle,
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
export function rowsOf<T>(types: readonly string[], row: z.ZodType<T>): RowsSchema<T> {
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
  z.object({ type: z.literal('show'), show: foundShowSchema }),
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

const identity = z.object({ trakt: z.int().positive() });
const libraryMedia = {
  movie: movieSchema.optional(),
  show: libraryShowSchema.optional(),
  season: z.object({ ids: identity, number: z.int().nonnegative().nullish() }).optional(),
  episode: z.object({ ids: identity, season: z.int().nonnegative().nullish() }).optional(),
};
type LibraryMedia = z.output<z.ZodObject<typeof libraryMedia>>;

/** The id of the object the row is about, which must be there. */
function libraryIdOf(
  row: LibraryMedia,
  type: z.output<typeof anyType>,
  ctx: z.RefinementCtx,
): number {
  return idOf({ [type]: row[type]?.ids.trakt }, type, ctx);
}

const toTitle = ({ movie, show, season, episode }: LibraryMedia): LibraryTitle => ({
  movie: movie ?? null,
  show: show ?? null,
  season: season?.number ?? episode?.season ?? null,
});

const rating: z.ZodType<TraktRating> = z
  .object({ ...libraryMedia, type: anyType, rating: z.int().min(1).max(10), rated_at: timestamp })
  .transform((row, ctx) => ({
    type: row.type,
    traktId: libraryIdOf(row, row.type, ctx),
    rating: row.rating,
    ratedAt: row.rated_at,
    ...toTitle(row),
  }));

export const ratingRows: RowsSchema<TraktRating> = rowsOf(anyType.options, rating);

const listed: z.ZodType<TraktListed> = z
  .object({ ...libraryMedia, type: anyType, listed_at: timestamp })
  .transform((row, ctx) => ({
    type: row.type,
    traktId: libraryIdOf(row, row.type, ctx),
    listedAt: row.listed_at,
    ...toTitle(row),
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

const collectedSeasons = z
  .array(
    z.object({
      number: z.int().nonnegative(),
      episodes: z.array(z.object({ number: z.int().nonnegative() })).nullish(),
    }),
  )
  .nullish()
  .transform((seasons) =>
    (seasons ?? []).map(({ number: season, episodes }) => ({
      season,
      number: Math.min(...(episodes ?? []).map(({ number }) => number), 10_000),
    })),
  );

/** Shows say `last_collected_at`, the others `collected_at`; the type is known from the path, not every row says it. */
export function collectionRows(type: TraktCollected['type']): RowsSchema<TraktCollected> {
  const collected: z.ZodType<TraktCollected> = z
    .object({
      ...libraryMedia,
      collected_at: timestamp.optional(),
      last_collected_at: timestamp.optional(),
      seasons: collectedSeasons,
    })
    .transform((row, ctx) => {
      const collectedAt = row.collected_at ?? row.last_collected_at;
      if (collectedAt === undefined)
        ctx.addIssue({ code: 'custom', path: ['collected_at'], message: 'expected a time' });
      const traktId = libraryIdOf(row, type, ctx);
      return {
        type,
        traktId,
        collectedAt: collectedAt ?? '',
        seasons: row.seasons,
        ...toTitle(row),
      };
    });
  return rowsOf([type], collected);
}
