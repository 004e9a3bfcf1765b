import { z } from 'zod';
import { auditActorKinds, auditOutcomes, type AuditFilter } from '../../../areas/audit/index.js';
import { timeQuery } from '../time.js';

/** Commas part them; in a saved search as in an address. */
const parted = z
  .string()
  .max(1_000)
  .transform((text) => text.split(','));

const short = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => !/[\0\p{Cs}]/u.test(text), 'holds a NUL character, which no record has');

const actionWish = z
  .string()
  .max(100)
  .regex(
    /^[a-z0-9][a-z0-9_:.-]*(?:\.\*)?$/,
    'expected an action such as run.ended, or run.* for all that begin so',
  );

/** What records may be narrowed down by. */
export const auditFilterQuery = {
  q: short
    .optional()
    .describe(
      'Looked for in action, target and detail, capital and small letters alike. Blanks part it; every part must be there. Chinese and Japanese from one sign on, anywhere; Latin words from their beginning, those of one or two letters whole.',
    ),
  action: parted
    .pipe(z.array(actionWish).max(20))
    .optional()
    .describe('One, or several with commas between them; `run.*` for all that begin so.'),
  actor: short.optional().describe('Their id.'),
  actor_kind: z.enum(auditActorKinds).optional(),
  actor_via: short.optional().describe('`key:<id>`, `session:<id>`.'),
  target: short.optional().describe('Its id.'),
  target_kind: short.optional(),
  outcome: parted
    .pipe(z.array(z.enum(auditOutcomes)).max(3))
    .optional()
    .describe('One, or several with commas.'),
  source: short.optional().describe('`watchflow`, or that of another service.'),
  request_id: short.optional(),
  workflow_id: short.optional(),
  address: short.optional(),
  person: short
    .optional()
    .describe('A person it concerns, acting or not. Others than oneself: administrators alone.'),
  from: timeQuery.optional(),
  to: timeQuery.optional().describe('Itself not included.'),
};

type Filters = z.output<z.ZodObject<typeof auditFilterQuery>>;

/** Filters as the area knows them; of one person, unless the caller may see everybody's. */
export const toAuditFilter = (query: Filters, onlyOf: string | undefined): AuditFilter => ({
  personId: onlyOf ?? query.person,
  text: query.q,
  actions: query.action,
  actor: query.actor,
  actorKind: query.actor_kind,
  via: query.actor_via,
  target: query.target,
  targetKind: query.target_kind,
  outcomes: query.outcome,
  source: query.source,
  requestId: query.request_id,
  workflowId: query.workflow_id,
  address: query.address,
  from: query.from,
  to: query.to,
});

export const auditListQuery = z.strictObject({
  ...auditFilterQuery,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().min(1).max(500).optional().describe('`next_cursor` of the page before.'),
});
