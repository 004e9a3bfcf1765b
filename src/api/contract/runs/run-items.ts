import { z } from 'zod';
import { playStates, type RunItem } from '../../../areas/history/index.js';
import { nextCursorSchema, pageQuery } from '../page.js';
import { timeSchema, toTime } from '../time.js';

const playStateSchema = z.enum(playStates);

export const runItemsQuery = pageQuery.extend({ state: playStateSchema.optional() });

export const runItemSchema = z
  .object({
    id: z
      .string()
      .describe('Of the play: GET /api/v1/plays/{id}/explain says how it came to this.'),
    source: z.string().describe('`trakt`, or `import` for what came in a file.'),
    source_ref: z.string().describe('The id of the play there: at Trakt, its history id.'),
    media_type: z.enum(['episode', 'movie']),
    title: z.string().nullable().describe('Of the series or film.'),
    season: z.int().nullable().describe('Null for films, as is `number`.'),
    number: z.int().nullable(),
    watched_at: timeSchema.nullable().describe('Null when Trakt does not know it.'),
    state: playStateSchema,
    reason: z.string().nullable().describe('Why it is parked or excluded.'),
    subject_id: z.int().nullable().describe('On Bangumi.'),
    episode_id: z.int().nullable().describe('On Bangumi; null for a subject as a whole.'),
    due_at: timeSchema.nullable().describe('When it is looked at again by itself.'),
    synced_at: timeSchema.nullable().describe('When Bangumi showed it.'),
  })
  .meta({ id: 'RunItem' });
type RunItemBody = z.infer<typeof runItemSchema>;

export const runItemsSchema = z
  .object({ items: z.array(runItemSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'RunItemPage' });

export const runItemExample: RunItemBody = {
  id: '4711',
  source: 'trakt',
  source_ref: '9876543210',
  media_type: 'episode',
  title: 'Frieren: Beyond Journey’s End',
  season: 1,
  number: 4,
  watched_at: '2026-11-21T20:15:00.000Z',
  state: 'parked',
  reason: 'episode-missing',
  subject_id: 400602,
  episode_id: null,
  due_at: '2026-11-23T09:00:03.000Z',
  synced_at: null,
};

export const toRunItemBody = (item: RunItem): RunItemBody => ({
  id: item.id,
  source: item.source,
  source_ref: item.sourceRef,
  media_type: item.mediaType,
  title: item.title,
  season: item.season,
  number: item.number,
  watched_at: toTime(item.watchedAt),
  state: item.state,
  reason: item.reason,
  subject_id: item.subjectId,
  episode_id: item.episodeId,
  due_at: toTime(item.dueAt),
  synced_at: toTime(item.syncedAt),
});
