import type { DatabaseSession } from '../../../platform/database/index.js';
import type { Audit, AuditEntry } from '../../audit/index.js';
import type { ConnectionKey } from '../connection.js';

interface TokenEvent {
  readonly action: Extract<AuditEntry['action'], `connection.${string}`>;
  readonly outcome: AuditEntry['outcome'];
  /** What the service said. */
  readonly reason?: string | undefined;
  /** To stand and fall with. */
  readonly session?: DatabaseSession | undefined;
}

/** What becomes of a person's tokens on nobody's order. */
export const recordTokenEvent = (
  audit: Pick<Audit, 'record'>,
  { userId, service }: ConnectionKey,
  { action, outcome, reason, session }: TokenEvent,
): Promise<void> =>
  audit.record(
    {
      actor: { kind: 'system', name: 'tokens' },
      action,
      target: { kind: 'connection', id: service },
      outcome,
      detail: { of: userId, reason },
    },
    session,
  );
