import { z } from 'zod';
import {
  recordStatuses,
  type SessionView,
  type TaskView,
} from '../../../areas/translation/index.js';
import { timeSchema, toTime } from '../time.js';

const common = {
  id: z.string(),
  version: z.int().describe('The highest that was written.'),
  status: z.enum(recordStatuses),
  source_language: z.string().nullable(),
  target_language: z.string().nullable(),
  model: z.string().nullable(),
  error: z.string().nullable(),
  retry_count: z.int(),
  started_at: timeSchema.nullable(),
  completed_at: timeSchema.nullable(),
  metadata: z.record(z.string(), z.unknown()),
  created_at: timeSchema.describe('First written here.'),
  updated_at: timeSchema.describe('Last changed here.'),
};

export const sessionSchema = z
  .object({ ...common, name: z.string().nullable() })
  .meta({ id: 'TranslationSession' });

export const taskSchema = z
  .object({
    ...common,
    session_id: z.string(),
    position: z.int(),
    source_text: z.string(),
    result_text: z.string().nullable(),
    input_tokens: z.int().nullable(),
    output_tokens: z.int().nullable(),
    cost: z.number().nullable(),
  })
  .meta({ id: 'TranslationTask' });

const commonExample = {
  version: 3,
  status: 'processing' as const,
  source_language: 'ja',
  target_language: 'zh-CN',
  model: 'gpt-4o',
  error: null,
  retry_count: 0,
  started_at: '2026-11-22T09:00:00.000Z',
  completed_at: null,
  metadata: { subtitle: 'S01E03' },
};

export const sessionDraftExample = { id: 'frieren-s01e03', name: 'Frieren, 3', ...commonExample };

export const taskDraftExample = {
  id: 'frieren-s01e03:17',
  session_id: 'frieren-s01e03',
  position: 17,
  source_text: '人の心を知る旅',
  ...commonExample,
};

const times = {
  created_at: '2026-11-22T09:00:00.000Z',
  updated_at: '2026-11-22T09:00:05.000Z',
};

export const sessionExample: z.infer<typeof sessionSchema> = { ...sessionDraftExample, ...times };

export const taskExample: z.infer<typeof taskSchema> = {
  ...taskDraftExample,
  result_text: null,
  input_tokens: 12,
  output_tokens: null,
  cost: null,
  ...times,
};

const timesOf = (view: SessionView | TaskView) => ({
  started_at: toTime(view.started_at),
  completed_at: toTime(view.completed_at),
  created_at: view.created_at.toISOString(),
  updated_at: view.updated_at.toISOString(),
});

export const toSessionBody = (view: SessionView): z.infer<typeof sessionSchema> => ({
  ...view,
  ...timesOf(view),
});

export const toTaskBody = (view: TaskView): z.infer<typeof taskSchema> => ({
  ...view,
  ...timesOf(view),
});
