import { z } from 'zod';
import {
  importFormats,
  importPhases,
  importStatuses,
  type ImportFault,
  type ImportView,
} from '../../../areas/portable/index.js';
import { nextCursorSchema } from '../page.js';
import { timeSchema, toTime } from '../time.js';

const count = z.int().min(0);

/** In an address. */
const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

export const importQuery = z.strictObject({
  format: z
    .enum(importFormats)
    .default('auto')
    .describe('`auto`: by what the file holds. `watchflow`: what the export gives as JSONL.'),
  time_zone: z
    .string()
    .min(1)
    .max(64)
    .refine(isZone, 'expected an IANA time zone such as Asia/Shanghai')
    .optional()
    .describe('Of times that name no zone. Left out, as in the settings.'),
  keep_good: flag.describe('Take the good rows in, although others have faults.'),
  dry_run: flag.describe('Only tell what would be taken in.'),
});

// Any text: an id that was never given out is not found, whatever it looks like.
export const importParams = z.strictObject({ id: z.string().min(1).max(100) });

export const importSchema = z
  .object({
    id: z.string(),
    format: z.enum(importFormats),
    time_zone: z.string(),
    keep_good: z.boolean(),
    dry_run: z.boolean(),
    workflow_id: z.string(),
    status: z
      .enum(importStatuses)
      .describe('`refused`: rows have faults, so nothing was taken in.'),
    phase: z.enum(importPhases).describe('What it is doing.'),
    advice: z.string().nullable().describe('What to do; null when there is nothing to do.'),
    retry_at: timeSchema.nullable(),
    size: count.describe('Bytes.'),
    rows: count.describe('Read so far, and files without plays.'),
    bad_rows: count,
    faults: count.describe('All there are; the first thousand are listed.'),
    ignored: z
      .array(z.string())
      .describe('Files of an archive, and kinds of lines, without plays.'),
    titles: z
      .object({ done: count, total: count })
      .describe('Series and films looked up; none once it has ended.'),
    counts: z
      .object({
        good: count.describe('Rows without a fault.'),
        added: count.describe('Plays nobody had told of.'),
        joined: count.describe('That tell of a viewing another source, or file, told of.'),
        known: count.describe('That were taken in before, or stand in the file twice.'),
      })
      .nullable()
      .describe('Null until it is done; of a dry run, what would be.'),
    run_id: z.string().nullable().describe('The sync, or dry run, that was asked for.'),
    started_at: timeSchema,
    ended_at: timeSchema.nullable(),
  })
  .meta({ id: 'Import' });
type ImportBody = z.infer<typeof importSchema>;

export const importExample: ImportBody = {
  id: '1c0f8f7e-6c1d-8a2b-8c3d-4e5f60718293',
  format: 'auto',
  time_zone: 'Asia/Shanghai',
  keep_good: false,
  dry_run: false,
  workflow_id: 'import:1c0f8f7e-6c1d-8a2b-8c3d-4e5f60718293',
  status: 'success',
  phase: 'done',
  advice: null,
  retry_at: null,
  size: 184_320,
  rows: 612,
  bad_rows: 0,
  faults: 0,
  ignored: ['ratings-movies.json'],
  titles: { done: 0, total: 0 },
  counts: { good: 612, added: 40, joined: 572, known: 0 },
  run_id: '0199d3a4-5c1e-7b52-9d0e-3a8f1c2b4d5e',
  started_at: '2026-11-22T09:00:00.000Z',
  ended_at: '2026-11-22T09:00:04.120Z',
};

export const importPageSchema = z
  .object({ items: z.array(importSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'ImportPage' });

const faultSchema = z
  .object({
    file: z.string().nullable().describe('Of an archive.'),
    row: count.describe('The line of CSV and JSONL, the element of a JSON list; 0: all of it.'),
    column: z.string().nullable(),
    reason: z.string(),
  })
  .meta({ id: 'ImportFault' });

export const faultPageSchema = z
  .object({ items: z.array(faultSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'ImportFaultPage' });

export const faultExample: z.infer<typeof faultSchema> = {
  file: null,
  row: 17,
  column: 'watched_at',
  reason: '2206-11-22 lies in the future',
};

export const importTicketSchema = z
  .object({
    import_id: z.string(),
    outcome: z.enum(['started', 'joined']).describe('`joined`: it was sent before.'),
    workflow_id: z.string(),
  })
  .meta({ id: 'ImportTicket' });

export const importTicketExample: z.infer<typeof importTicketSchema> = {
  import_id: importExample.id,
  outcome: 'started',
  workflow_id: importExample.workflow_id,
};

export const importRemovalSchema = z
  .object({
    outcome: z
      .enum(['cancelling', 'forgotten'])
      .describe('One that goes on stops; of one that is over the record is removed.'),
  })
  .meta({ id: 'ImportRemoval' });

export const toImportBody = (view: ImportView): ImportBody => ({
  id: view.id,
  format: view.format,
  time_zone: view.timeZone,
  keep_good: view.keepGood,
  dry_run: view.dryRun,
  workflow_id: view.workflowId,
  status: view.status,
  phase: view.phase,
  advice: view.advice,
  retry_at: toTime(view.retryAt),
  size: view.size,
  rows: view.rows,
  bad_rows: view.badRows,
  faults: view.faults,
  ignored: [...view.ignored],
  titles: view.titles,
  counts: view.counts,
  run_id: view.runId,
  started_at: view.startedAt.toISOString(),
  ended_at: toTime(view.endedAt),
});

export const toFaultBody = (fault: ImportFault): z.infer<typeof faultSchema> => ({ ...fault });

/** A table of one play, for the documentation. */
export const csvExample =
  'type,tvdb_id,season,number,title,watched_at\nepisode,424536,1,4,Frieren: Beyond Journey’s End,2026-11-21 20:15\n';
