import { z } from 'zod';
import { traktKinds } from '../item-key.js';
import { collectionStates } from '../known-title.js';
import { bounds } from './bounds.js';
import { rating, ratingSides } from './sources.js';

/** Whether a title passes of which the fact in question is not known. */
const orUnknown = z.boolean().default(false);
const year = z.int().min(1850).max(2200);
const score = z.number().min(0).max(10);
const word = z.string().trim().min(1).max(bounds.wordLength);
const words = z.array(word).min(1).max(bounds.words);
const day = z.iso.date();

const wordsOf = <Name extends string>(name: Name) =>
  z.strictObject({
    by: z.literal(name),
    any: words.optional(),
    all: words.optional(),
    none: words.optional(),
  });

export const datedFacts = ['released', 'added', 'watched', 'rated'] as const;
export type DatedFact = (typeof datedFacts)[number];

const leaves = [
  z.strictObject({
    by: z.literal('year'),
    from: year.optional(),
    to: year.optional(),
    or_unknown: orUnknown,
  }),
  z.strictObject({ by: z.literal('kind'), in: z.array(z.enum([...traktKinds, 'subject'])).min(1) }),
  z.strictObject({
    by: z.literal('type'),
    in: z.array(z.enum(['anime', 'live-action'])).min(1),
    or_unknown: orUnknown,
  }),
  z.strictObject({
    by: z.literal('own-rating'),
    side: z.enum(ratingSides).default('either'),
    from: rating.optional(),
    to: rating.optional(),
    or_unknown: orUnknown,
  }),
  z.strictObject({
    by: z.literal('bangumi-score'),
    from: score.optional(),
    to: score.optional(),
    votes_at_least: z.int().min(0).optional(),
    or_unknown: orUnknown,
  }),
  wordsOf('tags'),
  wordsOf('genres'),
  z.strictObject({
    by: z.literal('country'),
    in: z
      .array(z.string().regex(/^[a-z]{2}$/, 'expected two letters, such as jp'))
      .min(1)
      .max(50),
    or_unknown: orUnknown,
  }),
  z.strictObject({ by: z.literal('airing') }),
  z.strictObject({
    by: z.literal('premiered'),
    season: z.enum(['previous', 'current', 'next']),
  }),
  z.strictObject({
    by: z.literal('state'),
    in: z.array(z.enum([...collectionStates, 'none'])).min(1),
  }),
  z.strictObject({
    by: z.literal('progress'),
    from: z.number().min(0).max(100).optional(),
    to: z.number().min(0).max(100).optional(),
    or_unknown: orUnknown,
  }),
  z.strictObject({
    by: z.literal('date'),
    of: z.enum(datedFacts),
    from: day.optional(),
    to: day.optional(),
    within_days: z.int().min(1).max(36_500).optional(),
    or_unknown: orUnknown,
  }),
  z.strictObject({ by: z.literal('title'), contains: word }),
] as const;

export type LeafFilter = z.infer<(typeof leaves)[number]>;
export interface GroupFilter {
  readonly by: 'all' | 'any';
  readonly of: readonly Filter[];
}
export interface NotFilter {
  readonly by: 'not';
  readonly of: Filter;
}
/** A condition on a title, or conditions put together. */
export type Filter = LeafFilter | GroupFilter | NotFilter;

/** How deep it may go is looked at before (`measureRaw`) and after (`faultsOfFilters`). */
export const filter: z.ZodType<Filter> = z
  .lazy(() =>
    z.discriminatedUnion('by', [
      ...leaves,
      z.strictObject({
        by: z.enum(['all', 'any']),
        of: z.array(filter).min(1).max(bounds.filters),
      }),
      z.strictObject({ by: z.literal('not'), of: filter }),
    ]),
  )
  .meta({ id: 'ListFilter' });
