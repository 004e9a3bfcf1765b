import { z } from 'zod';
import type {
  LibraryShow,
  TraktEpisode,
  TraktFoundShow,
  TraktIds,
  TraktMovie,
  TraktSeason,
  TraktShow,
  TraktTitle,
} from './trakt-client.js';

/** Null, missing and empty text are the same to us. */
export const text = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === '' ? null : value));

const count = z
  .int()
  .nullish()
  .transform((value) => value ?? null);

/** Foreign ids; old data has `""` and `0` for "none" (Trakt API notes, standard objects). */
const foreignId = z.union([z.number(), z.string()]).nullish().transform(toPositive);

const moment = text.transform((value) =>
  value === null || Number.isNaN(Date.parse(value)) ? null : value,
);

const traktId = z.int().positive();

export const idsSchema: z.ZodType<TraktIds> = z.object({
  trakt: traktId,
  slug: text,
  tmdb: foreignId,
  tvdb: foreignId,
  imdb: z.union([z.string(), z.number()]).nullish().transform(toImdbId),
});

const show = z.object({
  ids: idsSchema,
  title: text,
  original_title: text,
  year: count,
  country: text,
  language: text,
  genres: z.array(z.string()).nullish(),
});

const toShow = (from: z.output<typeof show>): TraktShow => ({
  ids: from.ids,
  title: from.title ?? '',
  originalTitle: from.original_title,
  year: from.year === 0 ? null : from.year,
  country: from.country,
  language: from.language,
  genres: from.genres ?? [],
});

/** Only `ids.trakt` is sure to be there: everything else is null when it is not (`extended=full` brings the rest). */
export const showSchema: z.ZodType<TraktShow> = show.transform(toShow);

/** A show that an id led to. */
export const foundShowSchema: z.ZodType<TraktFoundShow> = show
  .extend({ first_aired: moment })
  .transform((from) => ({ ...toShow(from), firstAired: from.first_aired }));

/** A show in a person's library. */
export const libraryShowSchema: z.ZodType<LibraryShow> = show
  .extend({ aired_episodes: count })
  .transform((from) => ({ ...toShow(from), airedEpisodes: from.aired_episodes }));

export const movieSchema: z.ZodType<TraktMovie> = show
  .extend({ released: text })
  .transform((from) => ({ ...toShow(from), released: from.released }));

export const episodeSchema: z.ZodType<TraktEpisode> = z
  .object({
    ids: idsSchema,
    season: z.int().nonnegative(),
    number: z.int().nonnegative(),
    number_abs: count,
    title: text,
    first_aired: moment,
  })
  .transform((from) => ({
    ids: from.ids,
    season: from.season,
    number: from.number,
    numberAbs: from.number_abs,
    title: from.title,
    firstAired: from.first_aired,
  }));

export const seasonsSchema: z.ZodType<readonly TraktSeason[]> = z.array(
  z
    .object({
      ids: z.object({ trakt: traktId.nullish() }).nullish(),
      number: z.int().nonnegative(),
      episodes: z.array(episodeSchema).nullish(),
    })
    .transform(({ ids, number, episodes }) => ({
      traktId: ids?.trakt ?? null,
      number,
      episodes: episodes ?? [],
    })),
);

/** Aliases and translations alike; without a title a row says nothing (Trakt API notes, titles). */
export const titlesSchema: z.ZodType<readonly TraktTitle[]> = z
  .array(z.object({ title: text, country: text }))
  .transform((rows) =>
    rows.flatMap(({ title, country }) =>
      title === null ? [] : [{ title, country: country?.toLowerCase() ?? null }],
    ),
  );

/** Of a media object only its Trakt id. */
export const identified = z
  .object({ ids: z.object({ trakt: traktId }) })
  .transform((from) => from.ids.trakt);

/** A time that must be there and be one; kept exactly as given. */
export const timestamp = z
  .string()
  .refine((value) => !Number.isNaN(Date.parse(value)), 'expected a time');

function toPositive(value: number | string | null | undefined): number | null {
  const id = Number(value ?? 0);
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}

function toImdbId(value: string | number | null | undefined): string | null {
  return typeof value === 'string' && value !== '' && value !== '0' ? value : null;
}
