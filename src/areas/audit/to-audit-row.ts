import { redact } from '../../platform/observability/redact.js';
import { redactText } from '../../platform/observability/redact-text.js';
import type { AuditActor, AuditEntry } from './audit-entry.js';

const longest = { name: 200, address: 100, userAgent: 300, detail: 4_000 };

/** An entry as the table holds it: cut to what fits, without secrets, without what PostgreSQL cannot hold. */
export const toAuditRow = (entry: AuditEntry, at: Date) => ({
  at,
  ...toActor(entry.actor),
  action: cut(entry.action, longest.name),
  targetKind: cutOrNull(entry.target?.kind, longest.name),
  targetId: cutOrNull(entry.target?.id, longest.name),
  outcome: entry.outcome,
  requestId: cutOrNull(entry.requestId, longest.name),
  address: cutOrNull(entry.address, longest.address),
  userAgent: cutOrNull(entry.userAgent, longest.userAgent),
  ...(entry.detail === undefined ? {} : { detail: toDetail(entry.detail) }),
  onceKey: cutOrNull(entry.once, longest.name),
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

function toDetail(detail: object): object {
  const text = JSON.stringify(redact(detail), (_key, part: unknown) =>
    typeof part === 'string' ? part.replaceAll('\u0000', '') : part,
  );
  if (text.length > longest.detail) return { omitted: `${text.length} characters` };
  const plain: unknown = JSON.parse(text);
  return typeof plain === 'object' && plain !== null ? plain : {};
}

const cut = (text: string, length: number): string =>
  redactText(text).replaceAll('\u0000', '').slice(0, length);

const cutOrNull = (text: string | undefined, length: number): string | null =>
  text === undefined ? null : cut(text, length);
