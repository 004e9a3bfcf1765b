import { z } from 'zod';
import { recordId, recordTime } from '../../../platform/lib/record-fields.js';
import { auditOutcomes } from '../audit-entry.js';
import { longestDetail } from '../keepable.js';

/** Neither NUL nor half a surrogate pair: PostgreSQL keeps neither in a text. */
const isKeepable = (text: string): boolean => !/[\0\p{Cs}]/u.test(text);
const unkeepable = 'holds a NUL character or half a surrogate pair, which is no text';

const textOf = (longest: number) =>
  z.string().min(1).max(longest).refine(isKeepable, unkeepable).describe('Without a NUL.');

const orNull = <S extends z.ZodType>(schema: S) => schema.nullable().default(null);

const object = z
  .record(z.string(), z.unknown())
  .refine((value) => isKeepable(decoded(value)), unkeepable);

/** All of its names and texts. */
function decoded(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([name, inner]) => `${name} ${decoded(inner)}`)
    .join(' ');
}

const auditAction = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_:-]*(?:\.[a-z0-9_:-]+)*$/,
    'expected small letters, digits, _ : -, in parts with dots between them, such as invoice.paid',
  )
  .max(100);

const auditKind = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_:-]*$/, 'expected letters, digits, _ : -')
  .max(100);

/** A record as another service sends it. Fields are named as those of a record. */
export const auditDraft = z
  .strictObject({
    id: recordId.describe('Of your choice, one per record: sent again it is the same record.'),
    at: recordTime.describe('When it happened.'),
    actor: z.strictObject({
      kind: z.enum(['user', 'system', 'anonymous']),
      id: orNull(textOf(200)).describe('As your service knows them.'),
    }),
    action: auditAction,
    target: orNull(z.strictObject({ kind: auditKind, id: textOf(200) })),
    outcome: z.enum(auditOutcomes).default('done'),
    request_id: orNull(textOf(200)),
    workflow_id: orNull(textOf(200)),
    address: orNull(textOf(100)).describe('Where the request came from.'),
    user_agent: orNull(textOf(300)),
    before: orNull(object).describe('What was changed, as it was.'),
    after: orNull(object).describe('And as it is.'),
    detail: object.default({}).describe('Anything that explains it. No secrets.'),
  })
  .refine(
    ({ before, after, detail }) =>
      JSON.stringify({ ...detail, before, after }).length <= longestDetail,
    {
      path: ['detail'],
      error: `expected at most ${longestDetail} characters as JSON, before and after included`,
    },
  )
  .meta({ id: 'AuditRecordDraft' });
export type AuditDraft = z.output<typeof auditDraft>;
