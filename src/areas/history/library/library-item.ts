import { z } from 'zod';
import type {
  LibraryTitle,
  TraktCollected,
  TraktListed,
  TraktRating,
} from '../../../upstream/trakt/index.js';
import type { TitleFacts } from '../../matching/index.js';
import { toTitleFacts } from '../reading/to-media-item.js';

export const itemKinds = ['movie', 'show', 'season', 'episode'] as const;
export type ItemKind = (typeof itemKinds)[number];

const titleFacts = z.custom<TitleFacts>((facts) => typeof facts === 'object' && facts !== null);

export const libraryFacts = z.object({
  /** Of the film or show; null where Trakt did not describe it. */
  title: titleFacts.nullable(),
  /** Of a film. */
  released: z.string().nullable(),
  /** Of a show's regular seasons. */
  airedEpisodes: z.int().nullable(),
  /** Of a collected show: its collected seasons, and the lowest number of each. */
  seasons: z.array(z.object({ season: z.int(), number: z.int() })),
});
export type LibraryFacts = Readonly<z.infer<typeof libraryFacts>>;

/** One row of a person's ratings, watchlist or collection. */
export interface LibraryItem {
  readonly kind: ItemKind;
  readonly traktId: number;
  /** Of the film or show it belongs to. */
  readonly titleId: number;
  readonly season: number | null;
  readonly rating: number | null;
  readonly at: Date;
  readonly facts: LibraryFacts;
}

/** Undefined for a row that does not say what show it belongs to. */
export function toLibraryItem(
  row: TraktRating | TraktListed | TraktCollected,
): LibraryItem | undefined {
  const titleId = row.movie?.ids.trakt ?? row.show?.ids.trakt;
  if (titleId === undefined) return undefined;
  return {
    kind: row.type,
    traktId: row.traktId,
    titleId,
    season: row.season,
    rating: 'rating' in row ? row.rating : null,
    at: new Date(timeOf(row)),
    facts: factsOf(row),
  };
}

function timeOf(row: TraktRating | TraktListed | TraktCollected): string {
  if ('ratedAt' in row) return row.ratedAt;
  return 'listedAt' in row ? row.listedAt : row.collectedAt;
}

function factsOf(row: LibraryTitle | TraktCollected): LibraryFacts {
  const title = row.movie ?? row.show;
  return {
    title: title === null ? null : toTitleFacts(title),
    released: row.movie?.released ?? null,
    airedEpisodes: row.show?.airedEpisodes ?? null,
    seasons: 'seasons' in row ? [...row.seasons] : [],
  };
}
