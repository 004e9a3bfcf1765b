import { z } from 'zod';
import type { UpstreamService } from '../../upstream/http/index.js';
import { services, type ConnectionView } from './connection.js';
import type { ConnectionStore, StoredConnection } from './connection-store.js';
import type { BlockedApps } from './tokens/blocked-apps.js';

interface ViewsDeps {
  readonly store: ConnectionStore;
  readonly blockedApps: BlockedApps;
}

/** A person's connections, one for each service there is, made or not. */
export const createListConnections =
  ({ store, blockedApps }: ViewsDeps) =>
  async (userId: string): Promise<readonly ConnectionView[]> => {
    const rows = await store.list(userId);
    return Promise.all(
      services.map(async (service) => {
        const row = rows.find((found) => found.service === service);
        const blocked = await blockedApps.find(service);
        return toView(service, row, blocked?.reason);
      }),
    );
  };

const states = z.enum(['connected', 'needs_reauth', 'disconnected']);
const methods = z.enum(['configured', 'oauth', 'device', 'token']);

function toView(
  service: UpstreamService,
  row: StoredConnection | undefined,
  blocked: string | undefined,
): ConnectionView {
  const state = row === undefined ? 'disconnected' : states.parse(row.state);
  if (row === undefined || state === 'disconnected') return missing(service);
  const isBlocked = blocked !== undefined && state === 'connected';
  const shown = state === 'connected' ? 'connected' : 'needs-reauth';
  return {
    service,
    state: isBlocked ? 'app-blocked' : shown,
    reason: isBlocked ? blocked : row.stateReason,
    accountName: row.accountName,
    method: methods.parse(row.method),
    expiresAt: row.expiresAt,
    renewsItself: row.refreshToken !== null,
    connectedAt: row.createdAt,
  };
}

const missing = (service: UpstreamService): ConnectionView => ({
  service,
  state: 'missing',
  reason: null,
  accountName: null,
  method: null,
  expiresAt: null,
  renewsItself: false,
  connectedAt: null,
});
