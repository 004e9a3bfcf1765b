import { z } from 'zod';
import {
  bounds,
  isOnTrakt,
  itemKey,
  missingReasons,
  sayReasons,
  type KeptItem,
  type ListItem,
  type Rule,
} from '../../../areas/lists/index.js';
import type { Language } from '../../../areas/history/index.js';
import { languageQuery } from '../language.js';
import { nextCursorSchema } from '../page.js';

export const itemParams = z.strictObject({ id: z.string().min(1).max(100), key: itemKey });

export const itemsQuery = languageQuery.extend({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z
    .string()
    .regex(/^after-\d{1,6}$/, 'is not a cursor this service gave out; start again without it')
    .optional()
    .describe('`next_cursor` of the page before.'),
});

export const rankOf = (cursor: string | undefined): number =>
  Number(cursor?.slice('after-'.length) ?? 0);

const reasonSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('source'), source: z.int().describe('Its place in the rule.') }),
  z.object({ kind: z.literal('pinned'), at: z.union([z.literal('top'), z.int()]) }),
  z.object({ kind: z.literal('season-of'), show: z.string() }),
  z.object({ kind: z.literal('joins'), items: z.array(z.string()) }),
]);

export const listItemSchema = z
  .object({
    rank: z.int(),
    key: z
      .string()
      .describe('`show:1390` by Trakt’s id, or `subject:425998` by Bangumi’s where none is known.'),
    names: z.object({
      zh: z.string().nullable(),
      ja: z.string().nullable(),
      en: z.string().nullable(),
    }),
    year: z.int().nullable(),
    score: z
      .number()
      .nullable()
      .describe('The sum of the shares, −100 to 100; null where the rule has no terms.'),
    terms: z.array(
      z.object({
        name: z.string(),
        value: z.number().nullable().describe('0 to 1; null where it is not known.'),
        share: z.number(),
      }),
    ),
    reasons: z.array(reasonSchema),
    words: z.array(z.string()).describe('The reasons in your language.'),
    missing: z
      .enum(missingReasons)
      .nullable()
      .describe('Why Trakt does not show it; null where it does, or it was not brought there yet.'),
  })
  .meta({ id: 'ListItem' });
export type ListItemBody = z.infer<typeof listItemSchema>;

export const itemPageSchema = z
  .object({
    items: z.array(listItemSchema),
    next_cursor: nextCursorSchema,
    language: z.string(),
  })
  .meta({ id: 'ListItems' });

export const listItemExample: ListItemBody = {
  rank: 1,
  key: 'season:311523',
  names: { zh: '葬送的芙莉莲', ja: '葬送のフリーレン', en: 'Frieren: Beyond Journey’s End' },
  year: 2023,
  score: 87.5,
  terms: [
    { name: 'bangumi-score', value: 0.92, share: 61.33 },
    { name: 'recency', value: 0.785, share: 26.17 },
  ],
  reasons: [{ kind: 'source', source: 0 }],
  words: ['It is in your Bangumi collection as watching.'],
  missing: null,
};

export const pinSchema = z
  .strictObject({
    at: z
      .union([z.literal('top'), z.int().min(1).max(bounds.limit)])
      .default('top')
      .describe('`top`, behind what is pinned there, or a rank.'),
  })
  .meta({ id: 'ListPin' });

export const newItemsSchema = z
  .strictObject({ items: z.array(itemKey).min(1).max(bounds.items) })
  .meta({ id: 'NewListItems' });

export const reorderSchema = z
  .strictObject({
    items: z
      .array(itemKey)
      .min(1)
      .max(bounds.items * bounds.sources)
      .describe('Those that come first, in their order; the others follow as they were.'),
  })
  .meta({ id: 'ListOrder' });

/** What is shown of an item, kept or worked out. */
export interface ShownItem extends Pick<KeptItem, 'rank' | 'key' | 'names' | 'year' | 'score'> {
  readonly reasons: ListItem['reasons'];
  readonly terms: readonly KeptItem['terms'][number][];
  readonly missing?: KeptItem['missing'];
}

export interface Wording {
  readonly rule: Rule;
  readonly language: Language;
  readonly listNames: ReadonlyMap<string, string>;
}

export const toItemBody = (item: ShownItem, { rule, ...wording }: Wording): ListItemBody => ({
  rank: item.rank,
  key: item.key,
  names: item.names,
  year: item.year,
  score: item.score,
  terms: item.terms.map(({ name, value, share }) => ({ name, value, share })),
  reasons: item.reasons.map(toReasonBody),
  words: [...sayReasons(item.reasons, rule, wording)],
  missing: isOnTrakt(item.key) ? (item.missing ?? null) : 'not-on-trakt',
});

const toReasonBody = (reason: ListItem['reasons'][number]): ListItemBody['reasons'][number] =>
  reason.kind === 'joins' ? { ...reason, items: [...reason.items] } : reason;
