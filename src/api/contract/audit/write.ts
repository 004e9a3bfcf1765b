import { z } from 'zod';
import { itemErrorsSchema } from '../item-errors.js';
import { auditDraft, intakeVerdicts, type IntakeVerdict } from '../../../areas/audit/index.js';
import { judgedLater } from '../judged-later.js';

const mostItems = 1_000;

export const auditBatch = z
  .strictObject({ items: judgedLater(auditDraft, mostItems) })
  .meta({ id: 'AuditRecordBatch' });

export const auditBatchExample = {
  items: [
    {
      id: 'inv-2026-118:paid',
      at: '2026-11-22T09:00:00Z',
      actor: { kind: 'user', id: 'customer-7' },
      action: 'invoice.paid',
      target: { kind: 'invoice', id: 'inv-2026-118' },
      request_id: 'req-77',
      before: { state: 'open' },
      after: { state: 'paid' },
      detail: { 摘要: '十一月账单' },
    },
  ],
};

export const auditVerdictsSchema = z
  .object({
    verdicts: z
      .array(
        z.object({
          id: z.string().nullable(),
          verdict: z
            .enum(intakeVerdicts)
            .describe(
              '`inserted`; `unchanged`: the same was there; `differs`: a record with this id and other content was there, and stays; `invalid`: see `errors`.',
            ),
          errors: itemErrorsSchema,
        }),
      )
      .describe('One per item, in their order.'),
    counts: z.record(z.enum(intakeVerdicts), z.int()),
  })
  .meta({ id: 'AuditVerdicts' });
type VerdictsBody = z.infer<typeof auditVerdictsSchema>;

export const auditVerdictsExample: VerdictsBody = {
  verdicts: [
    { id: 'inv-2026-118:paid', verdict: 'inserted' },
    {
      id: 'inv-2026-119:paid',
      verdict: 'invalid',
      errors: [{ pointer: '/action', message: 'is required (string)' }],
    },
  ],
  counts: { inserted: 1, unchanged: 0, differs: 0, invalid: 1 },
};

export function toAuditVerdicts(verdicts: readonly IntakeVerdict[]): VerdictsBody {
  const counts = { inserted: 0, unchanged: 0, differs: 0, invalid: 0 };
  for (const { kind } of verdicts) counts[kind] += 1;
  return { verdicts: verdicts.map(toVerdictBody), counts };
}

const toVerdictBody = (verdict: IntakeVerdict): VerdictsBody['verdicts'][number] => ({
  id: verdict.id,
  verdict: verdict.kind,
  ...(verdict.kind === 'invalid'
    ? { errors: verdict.faults.map(({ place, message }) => ({ pointer: place, message })) }
    : {}),
});
