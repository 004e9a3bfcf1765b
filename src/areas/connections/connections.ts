import type { Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { SecretBox } from '../../platform/security/secret-box.js';
import type { BangumiAuth } from '../../upstream/bangumi/index.js';
import type { UpstreamService } from '../../upstream/http/index.js';
import type { TraktAuth } from '../../upstream/trakt/index.js';
import type { Audit } from '../audit/index.js';
import type { Notifications } from '../notifications/index.js';
import { createAdoptConfigured } from './configured.js';
import type { ConnectionKey } from './connection.js';
import { createConnectionStore } from './connection-store.js';
import { createAttempts } from './connecting/attempts.js';
import { createAttemptStore } from './connecting/attempt-store.js';
import { createByCode } from './connecting/by-code.js';
import { createByDevice } from './connecting/by-device.js';
import { createByToken } from './connecting/by-token.js';
import { createDisconnect } from './connecting/disconnect.js';
import { createRevokeAll } from './connecting/revoke-all.js';
import { createServiceAuths } from './connecting/service-auth.js';
import { createIdentify, type IdentifyDeps } from './identify.js';
import { createAccess } from './tokens/access.js';
import { createBlockedApps } from './tokens/blocked-apps.js';
import { createReseal } from './reseal.js';
import { listExpiring } from './tokens/expiring.js';
import { createRenewDue } from './tokens/renew-due.js';
import { createRenewalStore } from './tokens/renewal-store.js';
import { createRenewal } from './tokens/renewal.js';
import { createListConnections } from './views.js';

export interface ConnectionsDeps extends IdentifyDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  /** The operator's apps. */
  readonly apps: {
    readonly trakt?: TraktAuth | undefined;
    readonly bangumi?: BangumiAuth | undefined;
    readonly clientIds: Readonly<Record<UpstreamService, string | undefined>>;
    /** As registered there, letter by letter. */
    readonly redirectUris: Readonly<Record<UpstreamService, string>>;
  };
  readonly notifications: Pick<Notifications, 'notify' | 'wake'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly listAdmins: () => Promise<readonly string[]>;
  /** Whether the person's account is disabled or being deleted. */
  readonly isKeptOut: (userId: string) => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Logger;
}

export type Connections = ReturnType<typeof createConnections>;

/** People's accounts at the services. Tokens are opened only to be handed to the upstream clients. */
export function createConnections(deps: ConnectionsDeps) {
  const { apps } = deps;
  const store = createConnectionStore(deps);
  const attempts = createAttemptStore(deps);
  const identify = createIdentify(deps);
  const auths = createServiceAuths({ ...apps });
  const blockedApps = createBlockedApps({ ...deps, clientIds: apps.clientIds });
  const tokens = createRenewalStore(deps);
  const renewal = createRenewal({ ...deps, store, tokens, auths, blockedApps });
  const parts = { ...deps, store, tokens, attempts, identify, auths, blockedApps, renewal };

  return {
    ...createAccess(parts),
    adoptConfigured: createAdoptConfigured(parts),
    list: createListConnections(parts),
    disconnect: createDisconnect(parts),
    /** Before the person's rows go. */
    revokeAll: createRevokeAll(parts),
    /** Forgets also whose account it was, so that another may follow without a question; for one that is disconnected. */
    forget: (key: ConnectionKey): Promise<void> => store.remove(key),
    /** Renews what is due for people who do not sync. Safe to repeat. */
    renewDue: createRenewDue(parts),

    /** Those that end unless their owner makes them anew. */
    expiring: (now: Date) => listExpiring(deps.db, now),
    reseal: createReseal(deps),
    /** Ways to connect an account. */
    byCode: createByCode(parts),
    byDevice: createByDevice({ ...parts, trakt: apps.trakt }),
    byToken: createByToken({ ...parts, bangumi: apps.bangumi }),
    attempts: createAttempts(parts),
  };
}
