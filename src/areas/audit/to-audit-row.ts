import type { AuditActor, AuditEntry } from './audit-entry.js';
import type { AuditRow } from './audit-row.js';
import { cut, cutOrNull, isLeftOut, lengthOf, toDetail } from './keepable.js';
import { ourSource } from './words/index-entry.js';

/** Characters. */
export const longest = { name: 200, address: 100, userAgent: 300 };

/** An entry of ours as the table holds it: cut to what fits, without secrets, without what PostgreSQL cannot hold. */
export const toAuditRow = (entry: AuditEntry, at: Date): AuditRow => ({
  at,
  source: ourSource,
  service: null,
  ref: null,
  ...toActor(entry.actor),
  concerns: cutOrNull(personOf(entry), longest.name),
  action: cut(entry.action, longest.name),
  targetKind: cutOrNull(entry.target?.kind, longest.name),
  targetId: cutOrNull(entry.target?.id, longest.name),
  outcome: entry.outcome,
  requestId: cutOrNull(entry.requestId, longest.name),
  workflowId: cutOrNull(entry.workflowId, longest.name),
  address: cutOrNull(entry.address, longest.address),
  userAgent: cutOrNull(entry.userAgent, longest.userAgent),
  detail: detailOf(entry),
  onceKey: cutOrNull(entry.once, longest.name),
  fingerprint: null,
});

function toActor(actor: AuditActor) {
  switch (actor.kind) {
    case 'user':
      return {
        actorKind: actor.kind,
        actorId: actor.userId,
        actorVia: cutOrNull(actor.via, longest.name),
      };
    case 'system':
      return { actorKind: actor.kind, actorId: cut(actor.name, longest.name), actorVia: null };
    case 'cli':
    case 'anonymous':
      return { actorKind: actor.kind, actorId: null, actorVia: null };
  }
}

/** Whom it concerns: it says so, or is done to somebody. */
function personOf({ target, detail }: AuditEntry): string | undefined {
  if (detail !== undefined && 'of' in detail && typeof detail.of === 'string') return detail.of;
  return target?.kind === 'user' ? target.id : undefined;
}

function detailOf({ detail, before, after }: AuditEntry): object | null {
  if (detail === undefined && before === undefined && after === undefined) return null;
  const whole = toDetail({ ...detail, before, after });
  if (!isLeftOut(whole)) return whole;
  // What was changed is too long to be kept; what else is told is not.
  const [was, is] = [before, after].map((side) => side && { omitted: lengthOf(side) });
  return toDetail({ ...detail, before: was, after: is });
}
