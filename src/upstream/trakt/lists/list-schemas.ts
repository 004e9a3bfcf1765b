import { z } from 'zod';
import { text, timestamp } from '../media-schemas.js';
import type { TraktList } from './trakt-lists.js';

const list = z.object({
  ids: z.object({ trakt: z.int().positive(), slug: text }),
  name: z.string(),
  description: text,
  privacy: text,
  share_link: text,
  display_numbers: z.boolean().nullish(),
  allow_comments: z.boolean().nullish(),
  sort_by: text,
  sort_how: text,
  item_count: z.int().nonnegative(),
  updated_at: timestamp,
});

/** Id, name, count and time must be there; what else is missing is as Trakt makes a list (Trakt API notes, list object). */
export const listSchema: z.ZodType<TraktList> = list.transform((from) => ({
  ids: from.ids,
  name: from.name,
  description: from.description,
  privacy: from.privacy ?? 'private',
  shareLink: from.share_link,
  displayNumbers: from.display_numbers ?? false,
  allowComments: from.allow_comments ?? true,
  sortBy: from.sort_by ?? 'rank',
  sortHow: from.sort_how ?? 'asc',
  itemCount: from.item_count,
  updatedAt: from.updated_at,
}));

/** Trakt's contract says an update answers with lists, its older notes with the one: both are taken. */
export const updatedListSchema = (listId: number): z.ZodType<TraktList> =>
  z
    .union([listSchema.transform((one) => [one]), z.array(listSchema)])
    .transform((lists, ctx): TraktList => {
      const updated = lists.find(({ ids }) => ids.trakt === listId);
      if (updated !== undefined) return updated;
      ctx.addIssue({ code: 'custom', message: 'expected the list that was updated' });
      return z.NEVER;
    });
