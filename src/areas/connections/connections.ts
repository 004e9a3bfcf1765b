import type { Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import { messageOf } from '../../platform/lib/errors.js';
import type { Logger } from '../../platform/lib/logger.js';
import { fingerprint } from '../../platform/security/fingerprint.js';
import type { SecretBox } from '../../platform/security/secret-box.js';
import type { BangumiClient } from '../../upstream/bangumi/index.js';
import { UpstreamError, type Access, type UpstreamService } from '../../upstream/http/index.js';
import type { TraktClient } from '../../upstream/trakt/index.js';
import {
  createConnectionStore,
  type ConnectionStore,
  type ConnectionTokens,
} from './connection-store.js';
import { ConnectionMissingError, NeedsReauthError } from './connection-errors.js';

export interface ConnectionsDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly trakt: Pick<TraktClient, 'readSettings'>;
  readonly bangumi: Pick<BangumiClient, 'readMe'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What a call on a person's behalf needs, and what the service calls them. */
export interface ConnectionAccess extends Access {
  readonly accountName: string;
}

export interface AdoptConfigured {
  readonly userId: string;
  readonly trakt?: ConnectionTokens | undefined;
  readonly bangumi?: ConnectionTokens | undefined;
}

/**
 * `connected`: checked by a call and stored now; `unchanged`: the stored one, no call; `missing`: neither configured nor stored;
 * `refused`: the service does not accept it; `unverified`: the service could not be asked and nothing is stored.
 */
export interface Adopted {
  readonly state: 'connected' | 'unchanged' | 'missing' | 'refused' | 'unverified';
  readonly reason?: string | undefined;
}

export interface RefusedToken {
  readonly userId: string;
  readonly service: UpstreamService;
  readonly asOf: Date;
  /** What the service said. */
  readonly reason: string;
}

type Stored = NonNullable<Awaited<ReturnType<ConnectionStore['find']>>>;

interface Account {
  readonly key: string;
  readonly name: string;
}

export interface Connections {
  /** Makes the person's connections what the configuration says; a token that has not changed costs no request. */
  adoptConfigured(configured: AdoptConfigured): Promise<Readonly<Record<UpstreamService, Adopted>>>;
  /** @throws ConnectionMissingError, NeedsReauthError */
  accessOf(userId: string, service: UpstreamService): Promise<ConnectionAccess>;
  /**
   * Remembers that the service refused the token as it was at `asOf`; one that was replaced since is left alone. Safe to repeat.
   * The token stays stored, sealed, and is not used until it is replaced.
   */
  markNeedsReauth(refused: RefusedToken): Promise<void>;
}

/** People's accounts at the services. Tokens are opened only to be handed to the upstream client. */
export function createConnections(deps: ConnectionsDeps): Connections {
  const store = createConnectionStore(deps);
  const identify: Record<UpstreamService, (access: Access) => Promise<Account>> = {
    async trakt(access) {
      const { uuid, slug, username } = await deps.trakt.readSettings(access);
      return { key: uuid ?? slug, name: username };
    },
    async bangumi(access) {
      const { id, username } = await deps.bangumi.readMe(access);
      return { key: String(id), name: username };
    },
  };
  const adopt = (service: UpstreamService, { userId, ...tokens }: AdoptConfigured) =>
    adoptOne(
      { store, log: deps.log, identify: identify[service] },
      { userId, service, tokens: tokens[service] },
    );

  return {
    async adoptConfigured(configured) {
      const [trakt, bangumi] = await Promise.all([
        adopt('trakt', configured),
        adopt('bangumi', configured),
      ]);
      return { trakt, bangumi };
    },

    async accessOf(userId, service) {
      const found = await store.find({ userId, service });
      if (found === null) throw new ConnectionMissingError(service);
      if (found.state !== 'connected') throw new NeedsReauthError(service);
      return { accessToken: store.open(found), limitKey: userId, accountName: found.accountName };
    },

    async markNeedsReauth({ userId, service, asOf, reason }) {
      const isMarked = await store.markNeedsReauth({ userId, service }, { asOf, reason });
      if (isMarked) deps.log.warn({ userId, service }, 'connection needs to be made again');
    },
  };
}

interface Adopting {
  readonly store: ConnectionStore;
  readonly log: Logger;
  readonly identify: (access: Access) => Promise<Account>;
}

interface Wish {
  readonly userId: string;
  readonly service: UpstreamService;
  readonly tokens: ConnectionTokens | undefined;
}

async function adoptOne(
  { store, log, identify }: Adopting,
  { userId, service, tokens }: Wish,
): Promise<Adopted> {
  const stored = await store.find({ userId, service });
  if (tokens === undefined) return stateOf(stored);
  if (stored?.tokenFingerprint === fingerprint(tokens.accessToken)) {
    await keepRefreshToken(store, { userId, service, tokens }, stored);
    return stateOf(stored);
  }
  try {
    const account = await identify({ accessToken: tokens.accessToken, limitKey: userId });
    await store.put(
      { userId, service, accountKey: account.key, accountName: account.name },
      tokens,
    );
    return { state: 'connected' };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    log.warn(
      { service, kind: error.kind, reason: messageOf(error) },
      'configured token could not be checked',
    );
    if (isRefusal(error)) return { state: 'refused', reason: error.message };
    return stored === null ? { state: 'unverified', reason: error.message } : stateOf(stored);
  }
}

/** A new refresh token may come beside the same access token; it cannot be checked without being spent. */
async function keepRefreshToken(
  store: ConnectionStore,
  { userId, service, tokens }: Wish,
  stored: Stored,
): Promise<void> {
  const refreshToken = tokens?.refreshToken;
  if (refreshToken === undefined || stored.refreshFingerprint === fingerprint(refreshToken)) return;
  await store.putRefreshToken({ userId, service }, refreshToken);
}

const isRefusal = ({ kind }: UpstreamError): boolean =>
  kind === 'unauthorized' ||
  kind === 'forbidden' ||
  kind === 'app-blocked' ||
  kind === 'edge-blocked';

function stateOf(stored: Stored | null): Adopted {
  if (stored === null) return { state: 'missing' };
  if (stored.state === 'connected') return { state: 'unchanged' };
  return {
    state: 'refused',
    reason: stored.stateReason ?? 'The account has to be connected again.',
  };
}
