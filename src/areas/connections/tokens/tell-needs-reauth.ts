import type { DatabaseSession } from '../../../platform/database/index.js';
import type { Audit } from '../../audit/index.js';
import type { Notifications } from '../../notifications/index.js';
import { keyOf, type StoredConnection } from '../connection-store.js';
import { recordTokenEvent } from './record-event.js';

export interface TellNeedsReauthDeps {
  readonly notifications: Pick<Notifications, 'notify'>;
  readonly audit: Pick<Audit, 'record'>;
}

export interface DeadToken {
  readonly row: StoredConnection;
  /** What the service said. */
  readonly reason: string;
}

/** Tells the person, and puts it on record. Once for each token that died: the row tells since when it was in use. */
export async function tellNeedsReauth(
  { notifications, audit }: TellNeedsReauthDeps,
  { row, reason }: DeadToken,
  session: DatabaseSession,
): Promise<void> {
  const key = keyOf(row);
  const { userId, service } = key;
  const dedupeKey = `${service}/${row.updatedAt.toISOString()}`;
  await notifications.notify(
    { userId, event: 'connection.needs-reauth', dedupeKey, data: { service } },
    session,
  );
  const event = { action: 'connection.needs-reauth', outcome: 'failed', reason, session } as const;
  await recordTokenEvent(audit, key, event);
}
