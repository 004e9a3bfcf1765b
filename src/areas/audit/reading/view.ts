import { z } from 'zod';
import { sql } from '../../../platform/database/index.js';
import { auditActorKinds, auditOutcomes } from '../audit-entry.js';

const text = z.string().nullable();

const detail = z.record(z.string(), z.unknown()).nullable();

/** A record as it is stored. */
export const auditRecordRow = z.object({
  id: z.bigint(),
  at: z.date(),
  source: z.string(),
  service: text,
  ref: text,
  actor_kind: z.enum(auditActorKinds),
  actor_id: text,
  actor_via: text,
  concerns: text,
  action: z.string(),
  target_kind: text,
  target_id: text,
  outcome: z.enum(auditOutcomes),
  request_id: text,
  workflow_id: text,
  address: text,
  user_agent: text,
  detail,
});

export const auditRecordColumns = sql`r.id, r.at, r.source, r.service, r.ref, r.actor_kind, r.actor_id, r.actor_via, r.concerns,
  r.action, r.target_kind, r.target_id, r.outcome, r.request_id, r.workflow_id, r.address, r.user_agent, r.detail`;

const objectOrNull = z.record(z.string(), z.unknown()).nullable().catch(null);

/** A record as it is shown: what was changed stands apart from the rest of its detail. */
export function toAuditRecord({ detail: all, ...row }: z.output<typeof auditRecordRow>) {
  const { before = null, after = null, ...rest } = all ?? {};
  return {
    ...row,
    before: objectOrNull.parse(before),
    after: objectOrNull.parse(after),
    detail: rest,
  };
}
export type AuditRecord = ReturnType<typeof toAuditRecord>;
