import type { Database, DatabaseSession } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { AuditEntry } from './audit-entry.js';
import { insertRow } from './audit-row.js';
import { toAuditRow } from './to-audit-row.js';

export interface AuditDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  /** The workflow on whose behalf this is done, where there is one: for records that name none. */
  readonly currentWorkflow?: (() => string | undefined) | undefined;
}

export interface Audit {
  /**
   * Writes one record. On its own it never rejects: a record that cannot be written is an error in the log, and what was
   * done stays done. In the transaction of `session` it stands and falls with it, and rejects like any statement there.
   */
  record(entry: AuditEntry, session?: DatabaseSession): Promise<void>;
}

export function createAudit({ db, clock, log, currentWorkflow }: AuditDeps): Audit {
  return {
    async record(told, session) {
      const entry = { ...told, workflowId: told.workflowId ?? currentWorkflow?.() };
      const row = toAuditRow(entry, clock.now());
      if (session !== undefined) {
        await insertRow(session, row);
        return;
      }
      try {
        await insertRow(db, row);
      } catch (error) {
        const { action, requestId } = entry;
        log.error({ err: error, action, requestId }, 'an audit record could not be written');
      }
    },
  };
}
