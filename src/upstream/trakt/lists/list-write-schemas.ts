import { z } from 'zod';
import { timestamp } from '../media-schemas.js';
import type {
  ItemsAdded,
  ItemsRemoved,
  ItemsReordered,
  ListAfterwards,
  ListItemCounts,
  ListItemName,
  ListItemType,
} from './trakt-lists.js';

const plurals = { movie: 'movies', show: 'shows', season: 'seasons', episode: 'episodes' } as const;
const types = Object.keys(plurals) as readonly ListItemType[];

/** `{ "movies": [{ "ids": … }], … }`, types without items left out. */
export const toItemsBody = (items: readonly ListItemName[]): Record<string, object[]> =>
  Object.fromEntries(
    types.flatMap((type) => {
      const ofType = items.filter((item) => item.type === type).map(({ ids }) => ({ ids }));
      return ofType.length === 0 ? [] : [[plurals[type], ofType] as const];
    }),
  );

const count = z
  .int()
  .nonnegative()
  .nullish()
  .transform((value) => value ?? 0);

const counts: z.ZodType<ListItemCounts> = z
  .object({ movies: count, shows: count, seasons: count, episodes: count })
  .transform(({ movies, shows, seasons, episodes }) => ({
    movie: movies,
    show: shows,
    season: seasons,
    episode: episodes,
  }));

const foreignNumber = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]);
const idText = z.string();
const maybe = <T>(id: z.ZodType<T>) => id.nullish().transform((value) => value ?? undefined);

const missing = z
  .array(
    z.object({
      ids: z.object({
        trakt: maybe(foreignNumber),
        slug: maybe(idText),
        tmdb: maybe(foreignNumber),
        tvdb: maybe(foreignNumber),
        imdb: maybe(idText),
      }),
    }),
  )
  .nullish();

const notFound: z.ZodType<readonly ListItemName[]> = z
  .object({ movies: missing, shows: missing, seasons: missing, episodes: missing })
  .nullish()
  .transform((named) =>
    types.flatMap((type) => (named?.[plurals[type]] ?? []).map(({ ids }) => ({ type, ids }))),
  );

const afterwards: z.ZodType<ListAfterwards | null> = z
  .object({ item_count: z.int().nonnegative(), updated_at: timestamp })
  .transform(({ item_count: itemCount, updated_at: updatedAt }) => ({ itemCount, updatedAt }))
  .nullish()
  .transform((list) => list ?? null);

export const itemsAddedSchema: z.ZodType<ItemsAdded> = z
  .object({ added: counts, existing: counts, not_found: notFound, list: afterwards })
  .transform(({ not_found: named, ...rest }) => ({ ...rest, notFound: named }));

export const itemsRemovedSchema: z.ZodType<ItemsRemoved> = z
  .object({ deleted: counts, not_found: notFound, list: afterwards })
  .transform(({ deleted, not_found: named, list }) => ({
    removed: deleted,
    notFound: named,
    list,
  }));

export const itemsReorderedSchema: z.ZodType<ItemsReordered> = z
  .object({ updated: z.int().nonnegative(), skipped_ids: z.array(z.int()).nullish() })
  .transform(({ updated, skipped_ids: skippedIds }) => ({ updated, skippedIds: skippedIds ?? [] }));
