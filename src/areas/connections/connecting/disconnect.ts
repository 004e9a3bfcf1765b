import type { Logger } from '../../../platform/lib/logger.js';
import { UpstreamError } from '../../../upstream/http/index.js';
import type { ConnectionKey } from '../connection.js';
import type { ConnectionStore } from '../connection-store.js';
import type { ServiceAuths } from './service-auth.js';

export interface DisconnectDeps {
  readonly store: ConnectionStore;
  readonly auths: ServiceAuths;
  readonly log: Logger;
}

export interface Disconnected {
  /** False when there was nothing to end. */
  readonly wasConnected: boolean;
  /** `revoked`; `not-offered`: the service has no such call; `failed`: the person does it there, or the token ends by itself. */
  readonly upstream: 'revoked' | 'not-offered' | 'failed';
}

/** Ends a connection here whatever the service says. Safe to repeat. */
export const createDisconnect =
  ({ store, auths, log }: DisconnectDeps) =>
  async (key: ConnectionKey): Promise<Disconnected> => {
    const row = await store.find(key);
    const accessToken = row === null ? undefined : store.open(row);
    const wasConnected = await store.disconnect(key);
    const revoke = auths[key.service]?.revoke;
    if (revoke === undefined || accessToken === undefined)
      return { wasConnected, upstream: 'not-offered' };
    try {
      await revoke(accessToken);
      return { wasConnected, upstream: 'revoked' };
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      log.warn({ ...key, kind: error.kind, reason: error.message }, 'token not revoked upstream');
      return { wasConnected, upstream: 'failed' };
    }
  };
