import { messageOf } from '../../../platform/lib/errors.js';
import type { Logger } from '../../../platform/lib/logger.js';
import { withinDeadline } from '../../../platform/lib/within-deadline.js';
import type { UpstreamService } from '../../../upstream/http/index.js';
import { isService } from '../connection.js';
import { keyOf, type ConnectionStore, type StoredConnection } from '../connection-store.js';
import { keepTrying } from '../tokens/keep-trying.js';
import type { Disconnected } from './disconnect.js';
import type { ServiceAuths } from './service-auth.js';

export interface RevokeAllDeps {
  readonly store: ConnectionStore;
  readonly auths: ServiceAuths;
  readonly log: Logger;
}

export interface Revocation {
  readonly service: UpstreamService;
  readonly upstream: Disconnected['upstream'];
}

/** Milliseconds before each further try; a service that is away for longer has to do without. */
const pausesMs = [1_000, 4_000];
/** A try that hangs is given up, though it may have arrived. */
const patienceMs = 15_000;

/**
 * Tells the services that the person's tokens are used no more, and forgets them. Each is tried a few times and no longer:
 * what a service does not hear must not keep the rest from being done. `onEnded` comes before a token is forgotten, so that
 * whoever repeats this after a crash repeats only what was not told. Safe to repeat: revoking twice is revoking.
 */
export const createRevokeAll =
  ({ store, auths, log }: RevokeAllDeps) =>
  async (userId: string, onEnded: (revocation: Revocation) => Promise<void>): Promise<void> => {
    for (const row of await store.list(userId)) {
      if (!isService(row.service) || row.accessToken === null) continue;
      const { service } = row;
      await onEnded({ service, upstream: await revoke({ store, auths, log }, row) });
      await store.disconnect({ userId, service });
    }
  };

async function revoke(
  { store, auths, log }: RevokeAllDeps,
  row: StoredConnection,
): Promise<Revocation['upstream']> {
  const key = keyOf(row);
  const ask = auths[key.service]?.revoke;
  if (ask === undefined) return 'not-offered';
  try {
    const accessToken = store.open(row);
    if (accessToken !== undefined)
      await keepTrying(() => withinDeadline(ask(accessToken), patienceMs), pausesMs);
    return 'revoked';
  } catch (error) {
    log.warn({ ...key, reason: messageOf(error) }, 'token not revoked upstream');
    return 'failed';
  }
}
