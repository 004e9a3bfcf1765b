import { z } from 'zod';
import { nameLanguages } from '../known-title.js';
import { bounds } from './bounds.js';
import { filter } from './filters.js';
import { itemKey, ratingSides, source } from './sources.js';

/** The only one so far. A later one reads the earlier ones. */
export const ruleVersion = 1;

const named = {
  /** Shown per item; the kind where none is given. Unique within a rule. */
  name: z.string().trim().min(1).max(40).optional(),
  /** Below zero it counts against. Shares are of the sum of all weights. */
  weight: z
    .number()
    .min(-100)
    .max(100)
    .refine((weight) => weight !== 0, 'a weight of 0 counts for nothing; leave the term out'),
};

const term = z.discriminatedUnion('term', [
  z.strictObject({
    term: z.literal('own-rating'),
    ...named,
    side: z.enum(ratingSides).default('either'),
  }),
  z.strictObject({ term: z.literal('bangumi-score'), ...named }),
  z.strictObject({
    term: z.literal('recency'),
    ...named,
    of: z.enum(['released', 'added', 'watched', 'rated']).default('released'),
    half_life_days: z.number().min(1).max(36_500).default(180),
  }),
  z.strictObject({ term: z.literal('tag-affinity'), ...named }),
  z.strictObject({ term: z.literal('popularity'), ...named }),
]);
export type Term = z.infer<typeof term>;

export const termNameOf = ({ name, term: kind }: Term): string => name ?? kind;

const order = z.enum(['asc', 'desc']);
const sortKey = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.enum([
      'score',
      'year',
      'released',
      'own-rating',
      'rated',
      'watched',
      'added',
      'bangumi-score',
      'popularity',
    ]),
    order: order.default('desc'),
  }),
  z.strictObject({
    by: z.literal('title'),
    order: order.default('asc'),
    language: z.enum(nameLanguages).default('zh'),
  }),
  /** The order in which items were named, or that of the list they come from. */
  z.strictObject({ by: z.literal('given'), order: order.default('asc') }),
]);
export type SortKey = z.infer<typeof sortKey>;

const pin = z.strictObject({
  item: itemKey,
  at: z.union([z.literal('top'), z.int().min(1).max(bounds.limit)]),
});
export type Pin = z.infer<typeof pin>;

/** A show with its seasons as one item, seasons one by one, or whatever the sources bring. Films stay films. */
export const units = ['as-is', 'show', 'season'] as const;
export type Unit = (typeof units)[number];

export const rule = z
  .strictObject({
    version: z.literal(ruleVersion),
    sources: z.array(source).min(1).max(bounds.sources),
    /** All of them must hold. */
    filters: z.array(filter).max(bounds.filters).default([]),
    score: z.array(term).max(bounds.terms).default([]),
    /** What is equal by the first is told apart by the next; the last word has the item's key. */
    sort: z.array(sortKey).max(bounds.sortKeys).default([]),
    limit: z.int().min(1).max(bounds.limit).nullable().default(null),
    unit: z.enum(units).default('as-is'),
    /** In the list whatever sources and filters say. */
    pins: z.array(pin).max(bounds.pins).default([]),
    /** Never in the list; a show stands for its seasons and episodes too. */
    exclude: z.array(itemKey).max(bounds.exclusions).default([]),
  })
  .meta({ id: 'ListRule' });
/** What a list means, as data: field names are those of the document, as it is sent, kept and exported. */
export type Rule = z.infer<typeof rule>;
