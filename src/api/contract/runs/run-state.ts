import { z } from 'zod';
import type { ProgressView } from '../../ports.js';
import { runExample, runSchema, runStatusSchema } from '../run.js';
import { progressSchema, statusExample, toProgressBody } from '../sync.js';
import { timeSchema, toTime } from '../time.js';

// Any text: an id that was never given out is not found, whatever it looks like.
export const runParams = z.strictObject({ id: z.string().min(1).max(100) });

const stateSchema = z
  .enum(['queued', 'running', 'ended'])
  .describe('A queued run has been given its id, and starts after the one under way.');
export type RunState = z.infer<typeof stateSchema>;

/** One run, from the moment its id was given out. */
export const runDetailSchema = z
  .object({
    id: z.string(),
    state: stateSchema,
    run: runSchema.nullable().describe('Null until the run has begun.'),
  })
  .meta({ id: 'Run' });

export const runDetailExample: z.infer<typeof runDetailSchema> = {
  id: runExample.id,
  state: 'ended',
  run: runExample,
};

export const runProgressSchema = z
  .object({
    run_id: z.string(),
    state: stateSchema,
    status: runStatusSchema.nullable().describe('Null until the run has begun.'),
    progress: progressSchema
      .nullable()
      .describe('Null while the run is not under way, or does not answer at the moment.'),
    current_title: z
      .string()
      .nullable()
      .describe('A title that is being marked on Bangumi; several are at once.'),
    eta: timeSchema
      .nullable()
      .describe(
        'When the run will be done at the pace seen so far. Null until that can be told: before marking, and for the first look at it.',
      ),
  })
  .meta({ id: 'RunProgress' });
export type RunProgressBody = z.infer<typeof runProgressSchema>;

export const runProgressExample: RunProgressBody = {
  run_id: runExample.id,
  state: 'running',
  status: 'running',
  progress: statusExample.progress,
  current_title: 'Frieren: Beyond Journey’s End',
  eta: '2026-11-22T09:00:12.000Z',
};

interface ProgressFacts {
  readonly id: string;
  readonly state: RunState;
  readonly status: RunProgressBody['status'];
  readonly progress: ProgressView | undefined;
  readonly title: string | null;
  readonly eta: Date | null;
}

export const toRunProgressBody = ({
  id,
  state,
  status,
  progress,
  title,
  eta,
}: ProgressFacts): RunProgressBody => ({
  run_id: id,
  state,
  status,
  progress: progress === undefined ? null : toProgressBody(progress),
  current_title: title,
  eta: toTime(eta),
});
