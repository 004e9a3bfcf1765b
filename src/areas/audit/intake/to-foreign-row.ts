import { hash } from 'node:crypto';
import { ordered } from '../../../platform/lib/ordered.js';
import type { AuditRow } from '../audit-row.js';
import { cut, cutOrNull, toDetail } from '../keepable.js';
import { longest } from '../to-audit-row.js';
import type { AuditDraft } from './draft.js';

/** Who hands records in. */
export interface Sender {
  readonly userId: string;
  /** `key:<id>`, or `person:<id>` of somebody signed in: never what ours are of. */
  readonly source: `key:${string}` | `person:${string}`;
  /** The name of the key. */
  readonly service: string | null;
}

/** A record of another service as the table holds it; whose it is, its key has said. */
export function toForeignRow(draft: AuditDraft, { userId, source, service }: Sender): AuditRow {
  return {
    at: new Date(draft.at),
    source,
    service: cutOrNull(service, longest.name),
    ref: draft.id,
    actorKind: draft.actor.kind,
    actorId: cutOrNull(draft.actor.id, longest.name),
    actorVia: null,
    concerns: userId,
    action: draft.action,
    targetKind: draft.target?.kind ?? null,
    targetId: cutOrNull(draft.target?.id, longest.name),
    outcome: draft.outcome,
    requestId: cutOrNull(draft.request_id, longest.name),
    workflowId: cutOrNull(draft.workflow_id, longest.name),
    address: cutOrNull(draft.address, longest.address),
    userAgent: cutOrNull(draft.user_agent, longest.userAgent),
    detail: detailOf(draft),
    onceKey: onceKeyOf(source, draft.id),
    fingerprint: fingerprintOf(draft),
  };
}

/** No record of ours has a key that begins like a source. */
const onceKeyOf = (source: Sender['source'], id: string): string => `${source}/${cut(id, 200)}`;

function detailOf({ detail, before, after }: AuditDraft): object {
  return toDetail({
    ...detail,
    ...(before === null ? {} : { before }),
    ...(after === null ? {} : { after }),
  });
}

/** The same content, the same digits, in whatever order its fields came. */
const fingerprintOf = (draft: AuditDraft): string =>
  hash('sha256', JSON.stringify(ordered(draft)), 'hex').slice(0, 32);
