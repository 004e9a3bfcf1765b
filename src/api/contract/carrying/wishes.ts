import { z } from 'zod';
import { wishReasons, wishStates, type WishView } from '../../../areas/history/index.js';
import { nextCursorSchema, pageQuery } from '../page.js';
import { timeSchema, toTime } from '../time.js';

const subjectQuery = z.coerce.number().int().min(1).max(2_147_483_647);

export const wishesQuery = pageQuery.extend({
  state: z.enum(wishStates).optional(),
  reason: z.enum(wishReasons).optional().describe('Why it is parked or excluded.'),
  subject: subjectQuery.optional().describe('Of Bangumi.'),
});

const stands = {
  title: z.string().nullable().describe('Of the series or film, as Trakt has it.'),
  trakt_id: z.int().describe('Of what it is about.'),
  season: z.int().nullable(),
  subject_id: z.int().nullable().describe('On Bangumi; null while none is known.'),
  state: z
    .enum(wishStates)
    .describe(
      '`proven`: Bangumi showed it, or as much, when it was read back; `removed`: Trakt no longer says it, Bangumi was left as it is.',
    ),
  reason: z.string().nullable().describe('Why it is parked or excluded.'),
  due_at: timeSchema.nullable().describe('When it is tried again by itself.'),
  synced_at: timeSchema.nullable().describe('When Bangumi showed it.'),
};

export const ratingsSchema = z
  .object({
    items: z.array(
      z
        .object({
          media_type: z.enum(['movie', 'show', 'season', 'episode']),
          rating: z.int().min(1).max(10).describe('As you gave it on Trakt, 1 to 10.'),
          rated_at: timeSchema.nullable(),
          found_rate: z
            .int()
            .nullable()
            .describe(
              'Your rate on Bangumi when it was looked at last; 0 is none, null not looked at.',
            ),
          ...stands,
        })
        .meta({ id: 'CarriedRating' }),
    ),
    next_cursor: nextCursorSchema,
  })
  .meta({ id: 'CarriedRatingPage' });

const stateWords = ['none', 'wish', 'done', 'doing', 'on_hold', 'dropped'] as const;

export const statesSchema = z
  .object({
    items: z.array(
      z
        .object({
          origin: z
            .enum(['watchlist', 'collection', 'watched'])
            .describe('What asks for it: a place on a list, or the last episode of all.'),
          media_type: z.enum(['movie', 'show', 'season', 'episode', 'subject']),
          wanted: z.enum(stateWords).describe('At least this; what stands higher stays.'),
          ...stands,
        })
        .meta({ id: 'CarriedState' }),
    ),
    next_cursor: nextCursorSchema,
  })
  .meta({ id: 'CarriedStatePage' });

type RatingBody = z.infer<typeof ratingsSchema>['items'][number];
type StateBody = z.infer<typeof statesSchema>['items'][number];

const standing = {
  title: 'Frieren: Beyond Journey’s End',
  trakt_id: 9001,
  season: 1,
  subject_id: 400602,
  state: 'proven',
  reason: null,
  due_at: null,
  synced_at: '2026-11-22T09:00:04.000Z',
} as const;

export const ratingExample: RatingBody = {
  media_type: 'season',
  rating: 9,
  rated_at: '2026-11-20T20:10:00.000Z',
  found_rate: 0,
  ...standing,
};

export const stateExample: StateBody = {
  origin: 'watchlist',
  media_type: 'show',
  wanted: 'wish',
  ...standing,
};

const toStanding = (wish: WishView) => ({
  title: wish.title,
  trakt_id: wish.traktId,
  season: wish.season,
  subject_id: wish.subjectId,
  state: wish.state,
  reason: wish.reason,
  due_at: toTime(wish.dueAt),
  synced_at: toTime(wish.syncedAt),
});

export const toRatingBody = (wish: WishView): RatingBody => ({
  // Only the completion of a subject is about a subject.
  media_type: wish.mediaType === 'subject' ? 'show' : wish.mediaType,
  rating: wish.value,
  rated_at: toTime(wish.givenAt),
  found_rate: wish.foundRate,
  ...toStanding(wish),
});

export const toStateBody = (wish: WishView): StateBody => ({
  origin: wish.origin === 'rating' ? 'watched' : wish.origin,
  media_type: wish.mediaType,
  wanted: stateWords[wish.value] ?? 'none',
  ...toStanding(wish),
});
