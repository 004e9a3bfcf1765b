import { z } from 'zod';
import {
  certificateSchema,
  runModes,
  runStatuses,
  runTriggers,
  syncModes,
  type SyncRunView,
} from '../../areas/history/index.js';
import { timeSchema, toTime } from './time.js';

export const modeSchema = z.enum(syncModes);
export const runModeSchema = z
  .enum(runModes)
  .describe('`undo` takes back what an earlier run set on Bangumi.');
export const triggerSchema = z.enum(runTriggers);

export const runStatusSchema = z.enum(runStatuses);

const count = z.int().min(0);

const publishedCertificate = z
  .object({
    complete: z
      .boolean()
      .describe('Everything Trakt promised is stored, and everything stored is accounted for.'),
    plays: certificateSchema.shape.plays,
    parked_reasons: z.record(z.string(), count),
    excluded_reasons: z.record(z.string(), count),
    differences: z
      .array(z.string())
      .describe('What does not add up, in words; empty when complete.'),
    subjects: count.describe('Bangumi subjects this run touched.'),
    carried: certificateSchema.shape.carried.describe(
      'How ratings and states stand, by state; absent where none are wanted.',
    ),
  })
  .meta({ id: 'Certificate' });

/** Upstream requests, retries counted. */
export const requestsSchema = z.object({
  trakt: count,
  bangumi: count,
  by_endpoint: z.record(z.string(), count),
});

export const toRequestsBody = ({
  byEndpoint,
  ...sums
}: SyncRunView['requests']): z.infer<typeof requestsSchema> => ({
  ...sums,
  by_endpoint: { ...byEndpoint },
});

export const runSchema = z
  .object({
    id: z.string().describe('Also the task id.'),
    mode: runModeSchema,
    trigger: triggerSchema,
    request_id: z.string().nullable(),
    undoes: z.string().nullable().describe('With `undo`: the run it takes back.'),
    workflow_id: z.string(),
    workflow_run_id: z.string(),
    status: runStatusSchema,
    advice: z
      .string()
      .nullable()
      .describe('What to do about it; null when there is nothing to do.'),
    retry_at: timeSchema.nullable(),
    started_at: timeSchema,
    ended_at: timeSchema.nullable(),
    duration_ms: count.nullable(),
    certificate: publishedCertificate.nullable(),
    requests: requestsSchema.describe('Upstream requests used, retries counted.'),
  })
  .meta({ id: 'SyncRun' });
export type RunBody = z.infer<typeof runSchema>;

export const runExample: RunBody = {
  id: '0199d3a4-5c1e-7b52-9d0e-3a8f1c2b4d5e',
  mode: 'normal',
  trigger: 'manual',
  request_id: 'evening-1',
  undoes: null,
  workflow_id: 'history:u_7f3a',
  workflow_run_id: '2f1c9a52-70c5-4e0a-9b1e-0d5a4b3c2f11',
  status: 'success',
  advice: null,
  retry_at: null,
  started_at: '2026-11-22T09:00:00.000Z',
  ended_at: '2026-11-22T09:00:05.120Z',
  duration_ms: 5120,
  certificate: {
    complete: true,
    plays: {
      promised: 612,
      stored: 612,
      elsewhere: 0,
      seen: 0,
      planned: 0,
      sent: 0,
      proven: 580,
      parked: 8,
      excluded: 24,
      removed: 0,
    },
    parked_reasons: { unmatched: 8 },
    excluded_reasons: { 'out-of-scope': 24 },
    differences: [],
    subjects: 36,
  },
  requests: { trakt: 5, bangumi: 122, by_endpoint: { 'GET /sync/history': 3 } },
};

export const toRunBody = (run: SyncRunView): RunBody => ({
  id: run.id,
  mode: run.mode,
  trigger: run.trigger,
  request_id: run.requestId,
  undoes: run.undoes,
  workflow_id: run.workflowId,
  workflow_run_id: run.workflowRunId,
  status: run.status,
  advice: run.advice,
  retry_at: toTime(run.retryAt),
  started_at: run.startedAt.toISOString(),
  ended_at: toTime(run.endedAt),
  duration_ms:
    run.endedAt === null ? null : Math.max(0, run.endedAt.getTime() - run.startedAt.getTime()),
  certificate: toCertificateBody(run.certificate),
  requests: toRequestsBody(run.requests),
});

function toCertificateBody(certificate: SyncRunView['certificate']): RunBody['certificate'] {
  if (certificate === null) return null;
  const { parkedReasons, excludedReasons, ...same } = certificate;
  return { ...same, parked_reasons: parkedReasons, excluded_reasons: excludedReasons };
}
