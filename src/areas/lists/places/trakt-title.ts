import { z } from 'zod';
import type { TraktFound } from '../../../upstream/trakt/index.js';
import { dateOfDay, dayInJapan } from '../../matching/index.js';

/** A show or film as Trakt describes it; null is "not said". */
export const traktTitle = z.object({
  traktId: z.int(),
  title: z.string().nullable(),
  originalTitle: z.string().nullable(),
  year: z.int().nullable(),
  tmdb: z.int().nullable(),
  /** Two letters, lower case. */
  country: z.string().nullable(),
  genres: z.array(z.string()),
  /** The first day on the air in Japan, or in cinemas; `YYYY-MM-DD`. */
  begin: z.string().nullable(),
});
export type TraktTitle = Readonly<z.infer<typeof traktTitle>>;

/** Of which nothing but the id is known. */
export const namelessTitle = (traktId: number): TraktTitle => ({
  traktId,
  title: null,
  originalTitle: null,
  year: null,
  tmdb: null,
  country: null,
  genres: [],
  begin: null,
});

/** What `GET /search/{id_type}/{id}` found; null for an episode. */
export function toTraktTitle(found: TraktFound): TraktTitle | null {
  if (found.type === 'episode') return null;
  const { ids, title, originalTitle, year, country, genres } =
    found.type === 'show' ? found.show : found.movie;
  const begin = found.type === 'show' ? toDay(found.show.firstAired) : found.movie.released;
  return {
    traktId: ids.trakt,
    title: title === '' ? null : title,
    originalTitle,
    year,
    tmdb: ids.tmdb,
    country: country?.toLowerCase() ?? null,
    genres: [...genres],
    begin,
  };
}

function toDay(instant: string | null): string | null {
  const day = dayInJapan(instant);
  return day === null ? null : dateOfDay(day);
}
