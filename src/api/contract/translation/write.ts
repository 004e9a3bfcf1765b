import { z } from 'zod';
import { itemErrorsSchema } from '../item-errors.js';
import {
  sessionDraft,
  taskDraft,
  verdictKinds,
  type Verdict,
} from '../../../areas/translation/index.js';
import { judgedLater } from '../judged-later.js';
import { sessionDraftExample, taskDraftExample } from './record.js';

const mostItems = 1_000;

export const batchQuery = z.strictObject({
  atomic: z
    .enum(['true', 'false'])
    .default('false')
    .describe('`true`: all of them or none; an invalid item refuses the batch.'),
});

export const sessionBatch = z
  .strictObject({ items: judgedLater(sessionDraft, mostItems) })
  .meta({ id: 'TranslationSessionBatch' });

export const taskBatch = z
  .strictObject({ items: judgedLater(taskDraft, mostItems) })
  .meta({ id: 'TranslationTaskBatch' });

export const sessionBatchExample = { items: [sessionDraftExample] };
export const taskBatchExample = { items: [taskDraftExample] };

export const verdictsSchema = z
  .object({
    verdicts: z
      .array(
        z.object({
          id: z.string().nullable(),
          verdict: z
            .enum(verdictKinds)
            .describe(
              '`inserted`, `updated`; `unchanged`: the same was there; `stale`: this version, or a higher one, was there with other content; `invalid`: see `errors`; `withheld`: valid, in an atomic batch that is not.',
            ),
          errors: itemErrorsSchema,
        }),
      )
      .describe('One per item, in their order.'),
    counts: z.record(z.enum(verdictKinds), z.int()),
  })
  .meta({ id: 'TranslationVerdicts' });
type VerdictsBody = z.infer<typeof verdictsSchema>;

const none = { inserted: 0, updated: 0, unchanged: 0, stale: 0, invalid: 0, withheld: 0 };

export const sessionVerdictsExample: VerdictsBody = {
  verdicts: [{ id: sessionDraftExample.id, verdict: 'inserted' }],
  counts: { ...none, inserted: 1 },
};

export const taskVerdictsExample: VerdictsBody = {
  verdicts: [
    { id: taskDraftExample.id, verdict: 'updated' },
    {
      id: 'frieren-s01e03:18',
      verdict: 'invalid',
      errors: [{ pointer: '/session_id', message: 'there is no session frieren-s01e03' }],
    },
  ],
  counts: { ...none, updated: 1, invalid: 1 },
};

export const countVerdicts = (verdicts: readonly Verdict[]): VerdictsBody['counts'] => {
  const counts = { ...none };
  for (const { kind } of verdicts) counts[kind] += 1;
  return counts;
};

export const toVerdictBody = (verdict: Verdict): VerdictsBody['verdicts'][number] => ({
  id: verdict.id,
  verdict: verdict.kind,
  ...(verdict.kind === 'invalid'
    ? { errors: verdict.faults.map(({ place, message }) => ({ pointer: place, message })) }
    : {}),
});

const report = z.object({
  rows: z.int().describe('That waited, or were on their way.'),
  flushes: z.int(),
  ms: z.int(),
});

export const flushSchema = z
  .object({ sessions: report, tasks: report })
  .meta({ id: 'TranslationFlush' });

export const flushExample: z.infer<typeof flushSchema> = {
  sessions: { rows: 0, flushes: 0, ms: 0 },
  tasks: { rows: 240, flushes: 1, ms: 18 },
};
