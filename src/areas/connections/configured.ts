import { messageOf } from '../../platform/lib/errors.js';
import type { Logger } from '../../platform/lib/logger.js';
import { fingerprint } from '../../platform/security/fingerprint.js';
import { UpstreamError, type UpstreamService } from '../../upstream/http/index.js';
import { nameOf, type Tokens } from './connection.js';
import type { ConnectionStore, StoredConnection } from './connection-store.js';
import type { Identify } from './identify.js';

export type ConfiguredTokens = Pick<Tokens, 'accessToken' | 'refreshToken'>;

export interface AdoptConfigured {
  readonly userId: string;
  readonly trakt?: ConfiguredTokens | undefined;
  readonly bangumi?: ConfiguredTokens | undefined;
}

/**
 * `connected`: checked by a call and stored now; `unchanged`: the stored one, no call; `missing`: neither configured nor stored;
 * `refused`: the service does not accept it; `unverified`: the service could not be asked and nothing is stored.
 */
export interface Adopted {
  readonly state: 'connected' | 'unchanged' | 'missing' | 'refused' | 'unverified';
  readonly reason?: string | undefined;
}

export interface ConfiguredDeps {
  readonly store: ConnectionStore;
  readonly identify: Identify;
  readonly log: Logger;
}

interface Wish {
  readonly userId: string;
  readonly service: UpstreamService;
  readonly tokens: ConfiguredTokens | undefined;
}

/** Makes a person's connections what the configuration says; a token that has not changed costs no request. */
export const createAdoptConfigured =
  (deps: ConfiguredDeps) =>
  async ({
    userId,
    ...tokens
  }: AdoptConfigured): Promise<Readonly<Record<UpstreamService, Adopted>>> => {
    const [trakt, bangumi] = await Promise.all([
      adoptOne(deps, { userId, service: 'trakt', tokens: tokens.trakt }),
      adoptOne(deps, { userId, service: 'bangumi', tokens: tokens.bangumi }),
    ]);
    return { trakt, bangumi };
  };

async function adoptOne(deps: ConfiguredDeps, wish: Wish): Promise<Adopted> {
  const { userId, service, tokens } = wish;
  const { store } = deps;
  const stored = await store.find({ userId, service });
  // What a person connected themselves is theirs: the configuration comes in only where that has died.
  if (tokens === undefined || isOwnWork(stored)) return stateOf(stored);
  if (stored?.tokenFingerprint === fingerprint(tokens.accessToken)) {
    await keepRefreshToken(store, wish, stored);
    return stateOf(stored);
  }
  return adoptNew(deps, { userId, service, tokens }, stored);
}

const isOwnWork = (stored: StoredConnection | null): boolean =>
  stored !== null && stored.method !== 'configured' && stored.state === 'connected';

async function adoptNew(
  { store, identify, log }: ConfiguredDeps,
  { userId, service, tokens }: Wish & { readonly tokens: ConfiguredTokens },
  stored: StoredConnection | null,
): Promise<Adopted> {
  try {
    const account = await identify[service]({ accessToken: tokens.accessToken, limitKey: userId });
    if (stored !== null && stored.accountKey !== account.key) {
      return { state: 'refused', reason: otherAccount(service, account.name, stored.accountName) };
    }
    await store.put({ userId, service, account, method: 'configured', tokens });
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

const otherAccount = (service: UpstreamService, now: string, before: string): string =>
  `The configured ${nameOf[service]} token belongs to ${now}, but the ledger was kept with ${before}. Disconnect with purge=true to begin anew with ${now}.`;

/** A new refresh token may come beside the same access token; it cannot be checked without being spent. */
async function keepRefreshToken(
  store: ConnectionStore,
  { userId, service, tokens }: Wish,
  stored: StoredConnection,
): Promise<void> {
  const refreshToken = tokens?.refreshToken;
  if (refreshToken === undefined || stored.refreshFingerprint === fingerprint(refreshToken)) return;
  if (stored.state === 'disconnected') return;
  await store.putRefreshToken({ userId, service }, refreshToken);
}

const isRefusal = ({ kind }: UpstreamError): boolean =>
  kind === 'unauthorized' ||
  kind === 'forbidden' ||
  kind === 'app-blocked' ||
  kind === 'edge-blocked';

function stateOf(stored: StoredConnection | null): Adopted {
  if (stored === null || stored.state === 'disconnected') return { state: 'missing' };
  if (stored.state === 'connected') return { state: 'unchanged' };
  return {
    state: 'refused',
    reason: stored.stateReason ?? 'The account has to be connected again.',
  };
}
