import { z } from 'zod';
import {
  removableStatuses,
  type CleanedUp,
  type IncompleteSession,
  type TranslationStats,
} from '../../../areas/translation/index.js';
import { nextCursorSchema } from '../page.js';
import { timeQuery } from '../time.js';
import { sessionExample, sessionSchema, toSessionBody } from './record.js';
import { timesQuery } from './read.js';

const count = z.int().min(0);

const statusCounts = z
  .object({ pending: count, processing: count, completed: count, failed: count, cancelled: count })
  .meta({ id: 'TranslationStatusCounts' });

const countsExample = { pending: 120, processing: 8, completed: 240, failed: 2, cancelled: 0 };

export const incompleteQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().min(1).max(500).optional().describe('`next_cursor` of the page before.'),
  updated_to: timeQuery.optional().describe('Only those nobody has written to since.'),
});

const incompleteSchema = sessionSchema
  .extend({ tasks: statusCounts })
  .meta({ id: 'IncompleteTranslationSession' });

export const incompletePageSchema = z
  .object({ items: z.array(incompleteSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'IncompleteTranslationSessionPage' });

export const incompletePageExample: z.infer<typeof incompletePageSchema> = {
  items: [{ ...sessionExample, tasks: countsExample }],
  next_cursor: null,
};

export const toIncompleteBody = ({ tasks, ...session }: IncompleteSession) => ({
  ...toSessionBody(session),
  tasks,
});

export const removedSchema = z
  .object({ id: z.string(), tasks: count.describe('That went with it.') })
  .meta({ id: 'TranslationSessionRemoved' });

export const cleanUpBody = z
  .strictObject({
    older_than_days: z.number().min(0).max(36_500).describe('Not written to for so long.'),
    statuses: z
      .array(z.enum(removableStatuses))
      .min(1)
      .max(removableStatuses.length)
      .default(['completed', 'cancelled']),
    dry_run: z.boolean().default(true).describe('Only counts. Say false to remove.'),
    limit: z
      .int()
      .min(1)
      .max(10_000)
      .default(1_000)
      .describe('Sessions at most; the oldest first.'),
  })
  .meta({ id: 'TranslationCleanUp' });

export const cleanUpBodyExample = { older_than_days: 90, dry_run: false };

export const cleanedUpSchema = z
  .object({
    dry_run: z.boolean(),
    sessions: count.describe('Removed, or in a dry run those that would be.'),
    tasks: count,
    has_more: z.boolean().describe('There are more than `limit`: ask again.'),
  })
  .meta({ id: 'TranslationCleanedUp' });

export const cleanedUpExample: z.infer<typeof cleanedUpSchema> = {
  dry_run: false,
  sessions: 12,
  tasks: 4_310,
  has_more: false,
};

export const toCleanedUpBody = (
  { sessions, tasks, hasMore }: CleanedUp,
  isDryRun: boolean,
): z.infer<typeof cleanedUpSchema> => ({ dry_run: isDryRun, sessions, tasks, has_more: hasMore });

export const statsQuery = z.strictObject(timesQuery);

const use = {
  input_tokens: count,
  output_tokens: count,
  cost: z.number().describe('The sum, in your currency.'),
};

export const statsSchema = z
  .object({
    sessions: statusCounts,
    tasks: statusCounts.extend({
      retried: count.describe('With a retry_count above 0.'),
      ...use,
      text_bytes: count.describe('Source and result, in UTF-8.'),
      created_last_hour: count,
      completed_last_hour: count,
    }),
    models: z
      .array(z.object({ model: z.string().nullable(), tasks: count, ...use }))
      .describe('The costliest 50.'),
  })
  .meta({ id: 'TranslationStats' });

const useExample = { input_tokens: 48_000, output_tokens: 51_200, cost: 0.83 };

export const statsExample: z.infer<typeof statsSchema> = {
  sessions: countsExample,
  tasks: {
    ...countsExample,
    retried: 3,
    ...useExample,
    text_bytes: 910_233,
    created_last_hour: 60,
    completed_last_hour: 41,
  },
  models: [{ model: 'gpt-4o', tasks: 370, ...useExample }],
};

export const toStatsBody = (stats: TranslationStats): z.infer<typeof statsSchema> => ({
  ...stats,
  models: [...stats.models],
});
