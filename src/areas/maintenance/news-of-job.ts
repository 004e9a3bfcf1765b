import { isFarAboveUsual } from '../../platform/lib/usual.js';
import type { JobRun } from './job-run.js';

/** What administrators are told about a run that ended; `dedupeKey` tells what was told already. */
export type JobNews =
  | { readonly event: 'job.failed'; readonly dedupeKey: string }
  | { readonly event: 'job.slow'; readonly dedupeKey: string; readonly usualMs: number };

export interface JobPast {
  /** When the first of the failures began that no success has ended yet, this one included. */
  readonly failingSince: Date | null;
  /** Of the successful runs before it, of late; `ms` is what half of them took at most. */
  readonly usual: { readonly runs: number; readonly ms: number } | null;
}

const aDay = 86_400_000;

/** Milliseconds below which nobody need look. */
const leastSlow = 10_000;

/** A failure is told when it begins, and once a day while it lasts; a run far longer than usual once. */
export function newsOfJob(run: JobRun, { failingSince, usual }: JobPast): JobNews | null {
  const { id, job, status, endAt, durationMs } = run;
  if (status === 'FAILED' && endAt !== null) {
    const since = failingSince ?? run.startAt;
    const days = Math.floor((endAt.getTime() - since.getTime()) / aDay);
    return { event: 'job.failed', dedupeKey: `${job}/${since.toISOString()}/${days}` };
  }
  if (status !== 'SUCCESS' || durationMs === null || usual === null) return null;
  const isSlow = durationMs >= leastSlow && isFarAboveUsual(durationMs, usual.ms, usual.runs);
  return isSlow ? { event: 'job.slow', dedupeKey: `${job}/${id}`, usualMs: usual.ms } : null;
}
