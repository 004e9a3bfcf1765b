import { z } from 'zod';
import { syncPhases } from '../../orchestration/commands.js';
import type { ProgressView, ScheduleView } from '../ports.js';
import {
  modeSchema,
  runExample,
  runModeSchema,
  runSchema,
  runStatusSchema,
  triggerSchema,
} from './run.js';
import { timeQuery, timeSchema } from './time.js';

export const manualSyncSchema = z
  .strictObject({
    mode: modeSchema
      .default('normal')
      .describe('`normal` reads what is new, `full` the whole history.'),
    dry_run: z
      .boolean()
      .optional()
      .describe('Only work out what the sync would do. Left out, as the settings say.'),
  })
  .meta({ id: 'ManualSync' });

export const idempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\w.:-]{1,128}$/, 'expected 1 to 128 letters, digits or one of _ . : -')
    .optional()
    .describe('The same key is the same request, however often it is sent.'),
});

export const syncTicketSchema = z
  .object({
    task_id: z.string().describe('Ask for its state at the address in `Location`.'),
    run_id: z.string(),
    outcome: z
      .enum(['started', 'joined', 'queued'])
      .describe('A new run, the one under way, or one that starts after it.'),
    workflow_id: z.string(),
    dry_run: z.boolean().describe('A dry run: ask for it at `Location`, under /api/v1/plans.'),
  })
  .meta({ id: 'SyncTicket' });

export const syncTicketExample: z.infer<typeof syncTicketSchema> = {
  task_id: runExample.id,
  run_id: runExample.id,
  outcome: 'started',
  workflow_id: runExample.workflow_id,
  dry_run: false,
};

export const cancelSchema = z
  .object({ outcome: z.enum(['cancelling', 'not-running']) })
  .meta({ id: 'SyncCancellation' });

export const statusQuery = z.strictObject({
  task_id: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('As answered when the sync was asked for.'),
});

const count = z.int().min(0);
const share = z.object({ done: count, total: count });

export const progressSchema = z
  .object({
    run_id: z.string().nullable(),
    mode: runModeSchema.nullable(),
    phase: z.enum(syncPhases),
    pages: share,
    items: z.object({ matched: count, total: count }),
    subjects: share,
    queued: count.describe('Runs that wait behind this one.'),
  })
  .meta({ id: 'SyncProgress' });

export const statusSchema = z
  .object({
    state: z.enum(['idle', 'queued', 'running', 'finished']),
    task_id: z.string().nullable().describe('The task asked for, else that of `run`.'),
    progress: progressSchema.nullable().describe('Of the run under way.'),
    run: runSchema.nullable().describe('The task asked for, else the latest run.'),
    plan_id: z
      .string()
      .nullable()
      .describe('Set when the task is a dry run: GET /api/v1/plans/{id} has what it found.'),
    next_runs: z.array(timeSchema),
    schedule: z
      .object({
        paused: z.boolean(),
        pause_note: z.string().nullable(),
        last_tick: z
          .object({ at: timeSchema, outcome: z.string(), why: z.string().nullable() })
          .nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'SyncStatus' });
export type StatusBody = z.infer<typeof statusSchema>;

export const statusExample: StatusBody = {
  state: 'running',
  task_id: runExample.id,
  progress: {
    run_id: runExample.id,
    mode: 'normal',
    phase: 'marking',
    pages: { done: 3, total: 3 },
    items: { matched: 612, total: 612 },
    subjects: { done: 20, total: 36 },
    queued: 0,
  },
  run: { ...runExample, status: 'running', ended_at: null, duration_ms: null, certificate: null },
  plan_id: null,
  next_runs: ['2026-11-22T10:00:00.000Z'],
  schedule: {
    paused: false,
    pause_note: null,
    last_tick: { at: '2026-11-22T04:00:00.000Z', outcome: 'unchanged', why: null },
  },
};

export const toProgressBody = (progress: ProgressView): StatusBody['progress'] => ({
  run_id: progress.runId,
  mode: progress.mode,
  phase: progress.phase,
  pages: progress.pages,
  items: progress.items,
  subjects: progress.subjects,
  queued: progress.queued,
});

export function toScheduleBody(schedule: ScheduleView | undefined): StatusBody['schedule'] {
  if (schedule === undefined) return null;
  const tick = schedule.lastTick;
  return {
    paused: schedule.paused,
    pause_note: schedule.pauseNote,
    last_tick:
      tick === null ? null : { at: tick.at.toISOString(), outcome: tick.outcome, why: tick.why },
  };
}

export const historyQuery = z
  .strictObject({
    status: runStatusSchema.optional(),
    mode: runModeSchema.optional(),
    trigger: triggerSchema.optional(),
    from: timeQuery.optional().describe('Started at or after.'),
    to: timeQuery.optional().describe('Started before.'),
    limit: z.coerce.number().int().min(1).max(100).default(20),
    cursor: z.string().min(1).max(500).optional().describe('`next_cursor` of the page before.'),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    path: ['to'],
    message: 'expected a time after from',
  });

export const historyPageSchema = z
  .object({
    items: z.array(runSchema),
    next_cursor: z.string().nullable().describe('Null on the last page.'),
  })
  .meta({ id: 'SyncHistoryPage' });
