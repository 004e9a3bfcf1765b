import { z } from 'zod';
import { recordStatuses } from './status.js';

const common = {
  id: z.string(),
  version: z.bigint().transform(Number),
  status: z.enum(recordStatuses),
  source_language: z.string().nullable(),
  target_language: z.string().nullable(),
  model: z.string().nullable(),
  error: z.string().nullable(),
  retry_count: z.int(),
  started_at: z.date().nullable(),
  completed_at: z.date().nullable(),
  metadata: z.record(z.string(), z.unknown()),
  created_at: z.date(),
  updated_at: z.date(),
};

/** A session as it is stored. */
export const sessionRow = z.object({ ...common, name: z.string().nullable() });
export type SessionView = z.output<typeof sessionRow>;

/** A task likewise. */
export const taskRow = z.object({
  ...common,
  session_id: z.string(),
  position: z.int(),
  source_text: z.string(),
  result_text: z.string().nullable(),
  input_tokens: z.int().nullable(),
  output_tokens: z.int().nullable(),
  cost: z.number().nullable(),
});
export type TaskView = z.output<typeof taskRow>;
