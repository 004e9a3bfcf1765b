import { z } from 'zod';
import { syncTicketExample, syncTicketSchema } from '../sync.js';

const count = z.int().min(0);

export const runCancelSchema = z
  .object({ outcome: z.literal('cancelling') })
  .meta({ id: 'RunCancellation' });

export const runRetrySchema = syncTicketSchema
  .extend({
    retried_run_id: z.string(),
    released: count.describe(
      'Parked plays, ratings and states that are looked at again now, whatever they waited for.',
    ),
    left_over: count.describe('What the run left half done, which any next run takes up.'),
  })
  .meta({ id: 'RunRetry' });

export const runUndoSchema = syncTicketSchema
  .extend({
    undone_run_id: z.string(),
    marks: count.describe('What is to be taken back: marks of episodes, collections and rates.'),
  })
  .meta({ id: 'RunUndo' });

export const runUndoExample: z.infer<typeof runUndoSchema> = {
  ...syncTicketExample,
  task_id: '0199d3b0-11aa-7c3e-8f10-6b2d4e5f6a7c',
  run_id: '0199d3b0-11aa-7c3e-8f10-6b2d4e5f6a7c',
  undone_run_id: syncTicketExample.run_id,
  marks: 12,
};

export const runRetryExample: z.infer<typeof runRetrySchema> = {
  ...syncTicketExample,
  task_id: '0199d3b0-11aa-7c3e-8f10-6b2d4e5f6a7b',
  run_id: '0199d3b0-11aa-7c3e-8f10-6b2d4e5f6a7b',
  retried_run_id: syncTicketExample.run_id,
  released: 8,
  left_over: 0,
};
