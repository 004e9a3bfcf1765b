import { z } from 'zod';
import { episodeSchema, idsSchema, movieSchema, showSchema, timestamp } from '../media-schemas.js';
import { rowsOf, type RowsSchema } from '../row-schemas.js';
import type { TraktListItem } from './trakt-lists.js';

const row = { id: z.int().positive(), rank: z.int().nonnegative(), listed_at: timestamp };
const season = z.object({ ids: idsSchema, number: z.int().nonnegative() });

const item: z.ZodType<TraktListItem> = z
  .discriminatedUnion('type', [
    z.object({ ...row, type: z.literal('movie'), movie: movieSchema }),
    z.object({ ...row, type: z.literal('show'), show: showSchema }),
    z.object({ ...row, type: z.literal('season'), season, show: showSchema }),
    z.object({ ...row, type: z.literal('episode'), episode: episodeSchema, show: showSchema }),
  ])
  .transform(({ listed_at: listedAt, ...rest }) => ({
    ...rest,
    listedAt,
    traktId: traktIdOf(rest),
  }));

/** `person` rows and types to come are skipped. */
export const listItemRows: RowsSchema<TraktListItem> = rowsOf(
  ['movie', 'show', 'season', 'episode'],
  item,
);

type Typed =
  | Pick<Extract<TraktListItem, { type: 'movie' }>, 'type' | 'movie'>
  | Pick<Extract<TraktListItem, { type: 'show' }>, 'type' | 'show'>
  | Pick<Extract<TraktListItem, { type: 'season' }>, 'type' | 'season'>
  | Pick<Extract<TraktListItem, { type: 'episode' }>, 'type' | 'episode'>;

function traktIdOf(typed: Typed): number {
  switch (typed.type) {
    case 'movie':
      return typed.movie.ids.trakt;
    case 'show':
      return typed.show.ids.trakt;
    case 'season':
      return typed.season.ids.trakt;
    case 'episode':
      return typed.episode.ids.trakt;
  }
}
