import { z } from 'zod';
import { itemKeyPattern, type ItemKey } from '../item-key.js';
import { collectionStates } from '../known-title.js';
import { bounds } from './bounds.js';

export const ledgerStates = ['watched', 'unfinished', 'parked'] as const;
export type LedgerState = (typeof ledgerStates)[number];

export const ratingSides = ['trakt', 'bangumi', 'either'] as const;
export type RatingSide = (typeof ratingSides)[number];

/** Whole, 1 to 10. */
export const rating = z.int().min(1).max(10);

export const itemKey = z
  .string()
  .regex(itemKeyPattern, 'expected show:ID, season:ID, episode:ID, movie:ID or subject:ID')
  .transform((text) => text as ItemKey);

const collection = z.strictObject({
  from: z.literal('collection'),
  states: z.array(z.enum(collectionStates)).min(1).max(collectionStates.length),
});

const ledger = z.strictObject({
  from: z.literal('ledger'),
  states: z.array(z.enum(ledgerStates)).min(1).max(ledgerStates.length),
});

const ratings = z.strictObject({
  from: z.literal('ratings'),
  side: z.enum(ratingSides).default('either'),
  at_least: rating.default(1),
});

const items = z.strictObject({
  from: z.literal('items'),
  items: z.array(itemKey).max(bounds.items),
});

const list = z.strictObject({ from: z.literal('list'), list_id: z.uuid() });

/** Where items come from; a list is all that its sources bring, each item once. */
export const source = z.discriminatedUnion('from', [collection, ledger, ratings, items, list]);
export type Source = z.infer<typeof source>;
