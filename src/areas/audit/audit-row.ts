import { bulkInsert, type DatabaseSession } from '../../platform/database/index.js';
import type { AuditOutcome } from './audit-entry.js';
import { indexEntry, type Indexed } from './words/index-entry.js';

/** A record as the table holds it, but for what it is found by. */
export interface AuditRow extends Indexed {
  readonly at: Date;
  readonly ref: string | null;
  readonly outcome: AuditOutcome;
  readonly userAgent: string | null;
  readonly onceKey: string | null;
  readonly fingerprint: string | null;
}

export const auditColumns = {
  at: 'timestamptz',
  source: 'text',
  service: 'text',
  ref: 'text',
  actor_kind: 'text',
  actor_id: 'text',
  actor_via: 'text',
  concerns: 'text',
  action: 'text',
  target_kind: 'text',
  target_id: 'text',
  outcome: 'text',
  request_id: 'text',
  workflow_id: 'text',
  address: 'text',
  user_agent: 'text',
  detail: 'jsonb',
  once_key: 'text',
  fingerprint: 'uuid',
  search_text: 'text',
  words: 'tsvector',
} as const;

/** With what it is found by. */
export function toColumns(row: AuditRow) {
  const { searchText, words } = indexEntry(row);
  return {
    at: row.at,
    source: row.source,
    service: row.service,
    ref: row.ref,
    actor_kind: row.actorKind,
    actor_id: row.actorId,
    actor_via: row.actorVia,
    concerns: row.concerns,
    action: row.action,
    target_kind: row.targetKind,
    target_id: row.targetId,
    outcome: row.outcome,
    request_id: row.requestId,
    workflow_id: row.workflowId,
    address: row.address,
    user_agent: row.userAgent,
    detail: row.detail,
    once_key: row.onceKey,
    fingerprint: row.fingerprint,
    search_text: searchText,
    words,
  };
}

/** One record; none where its `onceKey` is there. */
export const insertRow = (session: DatabaseSession, row: AuditRow): Promise<number> =>
  bulkInsert(session, {
    table: 'audit_logs',
    columns: auditColumns,
    rows: [toColumns(row)],
    onConflict: { target: ['once_key'] },
  });
