import { z } from 'zod';
import { Refusal, type SimRequest } from '../../server/exchange.js';
import type { ListFields } from './list-desk.js';

const sortBy = z.enum([
  'rank',
  'added',
  'title',
  'released',
  'runtime',
  'popularity',
  'random',
  'percentage',
  'imdb_rating',
  'tmdb_rating',
  'rt_tomatometer',
  'rt_audience',
  'metascore',
  'votes',
  'imdb_votes',
  'tmdb_votes',
  'my_rating',
  'watched',
  'collected',
]);

/** Of a change: everything may be left out (Trakt API notes §9.1). */
export const listChangeBody = z.strictObject({
  name: z.string().min(1).nullish(),
  description: z.string().nullish(),
  privacy: z.enum(['private', 'link', 'friends', 'public']).nullish(),
  display_numbers: z.boolean().nullish(),
  allow_comments: z.boolean().nullish(),
  sort_by: sortBy.nullish(),
  sort_how: z.enum(['asc', 'desc']).nullish(),
});

export const newListBody = listChangeBody.extend({ name: z.string().min(1) });

const ids = z.strictObject({
  trakt: z.int().nullish(),
  slug: z.string().nullish(),
  imdb: z.string().nullish(),
  tmdb: z.int().nullish(),
  tvdb: z.int().nullish(),
});
const named = z.strictObject({ ids, notes: z.string().max(500).nullish() });
const nested = z.array(
  z.strictObject({
    number: z.int(),
    episodes: z.array(z.strictObject({ number: z.int() })).nullish(),
  }),
);
const namedShow = named.extend({ seasons: nested.nullish() });

/** Trakt API notes §9.4; titles with a year are not taken here. */
export const itemsBody = z.strictObject({
  movies: z.array(named).nullish(),
  shows: z.array(namedShow).nullish(),
  seasons: z.array(named).nullish(),
  episodes: z.array(named).nullish(),
  people: z.array(named).nullish(),
});

export const orderBody = z.strictObject({ rank: z.array(z.int()) });

export type ItemsBody = z.output<typeof itemsBody>;
export type NamedItem = z.output<typeof named>;
export type NamedShow = z.output<typeof namedShow>;

/** No JSON: 400. A field that is wrong or unknown: 422 (unknown ones are not documented; strict, so that a mistake shows). */
export function readBody<T>(request: SimRequest, schema: z.ZodType<T>): T {
  const read = schema.safeParse(parse(request.body));
  if (read.success) return read.data;
  throw new Refusal({ status: 422, json: { message: z.prettifyError(read.error) } });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal({ status: 400 });
  }
}

/** Only what was given; null keeps what there is. */
export function toFields(body: z.output<typeof listChangeBody>): Partial<ListFields> {
  const fields = {
    name: body.name,
    description: body.description,
    privacy: body.privacy,
    displayNumbers: body.display_numbers,
    allowComments: body.allow_comments,
    sortBy: body.sort_by,
    sortHow: body.sort_how,
  };
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  );
}
