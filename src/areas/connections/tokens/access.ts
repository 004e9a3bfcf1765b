import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { Logger } from '../../../platform/lib/logger.js';
import { UpstreamError, type Access, type UpstreamService } from '../../../upstream/http/index.js';
import type { Audit } from '../../audit/index.js';
import type { Notifications } from '../../notifications/index.js';
import type { ConnectionKey } from '../connection.js';
import {
  AccountDisabledError,
  ConnectionMissingError,
  NeedsReauthError,
} from '../connection-errors.js';
import type { ConnectionStore, StoredConnection } from '../connection-store.js';
import type { Identify } from '../identify.js';
import type { BlockedApps } from './blocked-apps.js';
import type { RenewalStore } from './renewal-store.js';
import type { Renewal } from './renewal.js';
import { tellNeedsReauth } from './tell-needs-reauth.js';

export interface AccessDeps {
  readonly db: Database;
  readonly store: ConnectionStore;
  readonly tokens: RenewalStore;
  readonly renewal: Renewal;
  readonly blockedApps: BlockedApps;
  readonly identify: Identify;
  readonly notifications: Pick<Notifications, 'notify' | 'wake'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly isKeptOut: (userId: string) => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What a call on a person's behalf needs, and what the service calls them. */
export interface ConnectionAccess extends Access {
  readonly accountName: string;
}

export interface RefusedToken extends ConnectionKey {
  /** When the refused call began, at the latest. */
  readonly asOf: Date;
  /** What the service said. */
  readonly reason: string;
}

/** A token refused so soon after it was given out is not worth another try, in milliseconds. */
const youngMs = 120_000;

/** Handing tokens out, and what is to be done when a service does not take them. */
export function createAccess(deps: AccessDeps) {
  return {
    /**
     * @throws AccountDisabledError, ConnectionMissingError, NeedsReauthError, AppBlockedError, UpstreamError while a dead
     * token cannot be renewed
     */
    async accessOf(userId: string, service: UpstreamService): Promise<ConnectionAccess> {
      const found = await findUsable(deps, { userId, service });
      const admitted = await deps.blockedApps.admit(service);
      const row = await deps.renewal.fresh(found);
      const access = toAccess(deps, row, service);
      if (admitted === 'probe') await probe(deps, service, access);
      return access;
    },

    /**
     * The service refused the token as it was at `asOf`. `renewed`: there is another one now, try again. `dead`: it is
     * remembered, and the person told once. Safe to repeat.
     * @throws UpstreamError where the service could not be asked for a new one, AppBlockedError
     */
    async tokenRefused(refused: RefusedToken): Promise<'renewed' | 'dead'> {
      const row = await deps.store.find(refused);
      if (row?.state !== 'connected') return 'dead';
      if (row.updatedAt > refused.asOf) return 'renewed';
      const isYoung = refused.asOf.getTime() - row.updatedAt.getTime() < youngMs;
      if (row.refreshToken === null || isYoung) {
        await markNeedsReauth(deps, refused);
        return 'dead';
      }
      await deps.tokens.expire(row);
      return renewAfterRefusal(deps, refused);
    },

    /** Remembers that only the person can help. A token that was replaced since is left alone. Safe to repeat. */
    markNeedsReauth: (refused: RefusedToken) => markNeedsReauth(deps, refused),

    /** Remembers that the operator's app is not served. */
    async appRefused(service: UpstreamService, reason: string): Promise<void> {
      await deps.blockedApps.block(service, reason);
    },

    /** Asks the service what it calls the person now; true when the name had changed. */
    async learnName(userId: string, service: UpstreamService): Promise<boolean> {
      const row = await findUsable(deps, { userId, service });
      const account = await deps.identify[service](toAccess(deps, row, service));
      return deps.store.rename({ userId, service }, account);
    },
  };
}

async function findUsable(
  { store, isKeptOut }: AccessDeps,
  { userId, service }: ConnectionKey,
): Promise<StoredConnection> {
  const [found, isOut] = await Promise.all([store.find({ userId, service }), isKeptOut(userId)]);
  if (isOut) throw new AccountDisabledError();
  if (found === null || found.state === 'disconnected') throw new ConnectionMissingError(service);
  if (found.state !== 'connected') throw new NeedsReauthError(service);
  return found;
}

function toAccess(
  { store }: AccessDeps,
  row: StoredConnection,
  service: UpstreamService,
): ConnectionAccess {
  const accessToken = store.open(row);
  if (accessToken === undefined) throw new ConnectionMissingError(service);
  return { accessToken, limitKey: row.userId, accountName: row.accountName };
}

async function markNeedsReauth(deps: AccessDeps, refused: RefusedToken): Promise<void> {
  const { db, store, tokens, notifications, log } = deps;
  const row = await store.find(refused);
  if (row === null) return;
  const isMarked = await db.$transaction(async (tx) => {
    if (!(await tokens.markNeedsReauth(refused, refused, tx))) return false;
    await tellNeedsReauth(deps, { row, reason: refused.reason }, tx);
    return true;
  });
  if (!isMarked) return;
  notifications.wake();
  const { userId, service, reason } = refused;
  log.warn({ userId, service, reason }, 'connection needs to be made again');
}

async function renewAfterRefusal(
  deps: AccessDeps,
  key: ConnectionKey,
): Promise<'renewed' | 'dead'> {
  try {
    await deps.renewal.fresh(await findUsable(deps, key));
    return 'renewed';
  } catch (error) {
    if (error instanceof NeedsReauthError || error instanceof ConnectionMissingError) return 'dead';
    throw error;
  }
}

/** One request tells whether the app is served again. */
async function probe(
  { blockedApps, identify }: AccessDeps,
  service: UpstreamService,
  access: Access,
): Promise<void> {
  try {
    await identify[service](access);
  } catch (error) {
    if (error instanceof UpstreamError && error.kind === 'app-blocked')
      throw await blockedApps.block(service, error.message);
    throw error;
  }
  await blockedApps.unblock(service);
}
