import { z } from 'zod';
import {
  jobRunStatuses,
  jobTriggers,
  type CleanupPlanItem,
  type JobRun,
} from '../../areas/maintenance/index.js';
import { jobNames } from '../../orchestration/jobs.js';
import type { JobView } from '../ports.js';
import { nextCursorSchema, pageQuery } from './page.js';
import { timeSchema, toTime } from './time.js';

const nameSchema = z.enum(jobNames).describe('What it does is in the user guide of operators.');

export const jobParams = z.object({ name: nameSchema });

const jobRunSchema = z
  .object({
    id: z.uuid().describe('Of its run in Temporal, too.'),
    job: z.string(),
    trigger: z.enum(jobTriggers),
    status: z.enum(jobRunStatuses),
    start_at: timeSchema,
    end_at: timeSchema.nullable(),
    duration_ms: z.int().nullable(),
    result: z.record(z.string(), z.number()).nullable().describe('Counts of what was done.'),
    error: z.string().nullable(),
  })
  .meta({ id: 'JobRun' });

export const jobSchema = z
  .object({
    name: nameSchema,
    touches: z.string().describe('What it may change.'),
    state: z
      .enum(['scheduled', 'paused', 'absent'])
      .describe('`absent`: it is not configured here, or its schedule is still to be made.'),
    paused: z
      .object({ by: z.string(), reason: z.string(), since: timeSchema })
      .nullable()
      .describe('`by`: `operator`, `outside` (Temporal’s own tools) or `cron` (ENABLE_CRON).'),
    timing: z.string().describe('Five cron fields, or `@every …`.'),
    variable: z.string().describe('The variable that says so.'),
    time_zone: z.string(),
    timeout_minutes: z.int(),
    attempts: z.int().describe('How often it is tried at most, ever more slowly.'),
    next_run_at: timeSchema.nullable(),
    last_run: jobRunSchema.nullable(),
    statistics: z
      .object({
        days: z.int(),
        runs: z.int().describe('That have ended.'),
        success_rate: z.number().nullable().describe('From 0 to 1; null without runs.'),
        p50_ms: z.int().nullable().describe('Half of the successful runs took so long at most.'),
        p95_ms: z.int().nullable(),
      })
      .describe('Of the last days.'),
  })
  .meta({ id: 'Job' });

export const jobListSchema = z.object({ items: z.array(jobSchema) }).meta({ id: 'JobList' });

export const jobRunPageSchema = z
  .object({ items: z.array(jobRunSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'JobRunPage' });

export const jobRunsQuery = pageQuery.extend({ status: z.enum(jobRunStatuses).optional() });

export const jobAskedSchema = z
  .object({
    outcome: z.enum(['started', 'joined']).describe('`joined`: a run was under way already.'),
  })
  .meta({ id: 'JobAsked' });

export const cleanupPlanSchema = z
  .object({
    items: z.array(
      z.object({
        name: z.string().describe('As in the result of its runs.'),
        kept_days: z
          .int()
          .nullable()
          .describe('Days that it is kept; null for what has an end of its own.'),
        rows: z.int().describe('That would be removed now; a million at most are counted.'),
      }),
    ),
  })
  .meta({ id: 'CleanupPlan' });

export const toCleanupPlanBody = (
  items: readonly CleanupPlanItem[],
): z.infer<typeof cleanupPlanSchema> => ({
  items: items.map(({ name, keptDays, rows }) => ({ name, kept_days: keptDays, rows })),
});

type JobRunBody = z.infer<typeof jobRunSchema>;

export const toJobRunBody = (run: JobRun): JobRunBody => ({
  id: run.id,
  job: run.job,
  trigger: run.trigger,
  status: run.status,
  start_at: run.startAt.toISOString(),
  end_at: toTime(run.endAt),
  duration_ms: run.durationMs,
  result: run.result,
  error: run.error,
});

export const toJobBody = (job: JobView): z.infer<typeof jobSchema> => ({
  name: job.name,
  touches: job.touches,
  state: job.state,
  paused:
    job.pause === null
      ? null
      : { by: job.pause.by, reason: job.pause.reason, since: job.pause.since.toISOString() },
  timing: job.timing,
  variable: job.variable,
  time_zone: job.timeZone,
  timeout_minutes: job.timeoutMinutes,
  attempts: job.attempts,
  next_run_at: toTime(job.nextRunAt),
  last_run: job.lastRun === null ? null : toJobRunBody(job.lastRun),
  statistics: {
    days: job.statistics.days,
    runs: job.statistics.runs,
    success_rate: job.statistics.runs === 0 ? null : job.statistics.succeeded / job.statistics.runs,
    p50_ms: job.statistics.p50Ms,
    p95_ms: job.statistics.p95Ms,
  },
});

export const jobRunExample: JobRunBody = {
  id: '0198c2b0-6f6e-7d1c-9a51-1c2f3b4d5e6f',
  job: 'id-map-refresh',
  trigger: 'schedule',
  status: 'SUCCESS',
  start_at: '2026-11-30T04:20:11.000Z',
  end_at: '2026-11-30T04:20:14.210Z',
  duration_ms: 3_210,
  result: { taken: 1, unchanged: 2, heldBack: 0, refused: 0 },
  error: null,
};

export const jobExample: z.infer<typeof jobSchema> = {
  name: 'id-map-refresh',
  touches: 'the files that titles are matched with',
  state: 'scheduled',
  paused: null,
  timing: '20 4 * * *',
  variable: 'ID_MAP_REFRESH_CRON',
  time_zone: 'UTC',
  timeout_minutes: 60,
  attempts: 4,
  next_run_at: '2026-12-01T04:20:00.000Z',
  last_run: jobRunExample,
  statistics: { days: 30, runs: 30, success_rate: 0.9667, p50_ms: 3_100, p95_ms: 4_020 },
};
