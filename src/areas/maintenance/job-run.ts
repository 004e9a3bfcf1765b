import { z } from 'zod';

export const jobRunStatuses = ['RUNNING', 'SUCCESS', 'FAILED'] as const;
export type JobRunStatus = (typeof jobRunStatuses)[number];

export const jobTriggers = ['schedule', 'manual'] as const;
export type JobTrigger = (typeof jobTriggers)[number];

/** One run of a job. */
export interface JobRun {
  /** Of its Temporal run. */
  readonly id: string;
  readonly job: string;
  readonly trigger: JobTrigger;
  readonly status: JobRunStatus;
  readonly startAt: Date;
  /** Null while it runs. */
  readonly endAt: Date | null;
  /** Null while it runs. */
  readonly durationMs: number | null;
  /** Counts of what was done; null unless it succeeded. */
  readonly result: Readonly<Record<string, number>> | null;
  /** Null unless it failed. */
  readonly error: string | null;
}

export const jobRunRow = z.object({
  id: z.string(),
  job: z.string(),
  trigger: z.enum(jobTriggers),
  status: z.enum(jobRunStatuses),
  startAt: z.date(),
  endAt: z.date().nullable(),
  durationMs: z.int().nullable(),
  result: z.record(z.string(), z.number()).nullable(),
  error: z.string().nullable(),
});

/** How a job's runs of late went. */
export interface JobStatistics {
  /** That have ended. */
  readonly runs: number;
  readonly succeeded: number;
  /** Milliseconds that half of the successful ones took at most; null without any. */
  readonly p50Ms: number | null;
  /** The same, of 95 in a hundred. */
  readonly p95Ms: number | null;
}

/** How a run ended. */
export type JobEnd =
  | { readonly status: 'SUCCESS'; readonly result: Readonly<Record<string, number>> }
  | { readonly status: 'FAILED'; readonly error: string };
