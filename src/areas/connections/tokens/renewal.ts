import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { Logger } from '../../../platform/lib/logger.js';
import { UpstreamError, type TokenGrant } from '../../../upstream/http/index.js';
import type { Audit } from '../../audit/index.js';
import type { Notifications } from '../../notifications/index.js';
import { nameOf } from '../connection.js';
import type { ServiceAuths } from '../connecting/service-auth.js';
import { ConnectionMissingError, NeedsReauthError } from '../connection-errors.js';
import { keyOf, type ConnectionStore, type StoredConnection } from '../connection-store.js';
import type { BlockedApps } from './blocked-apps.js';
import { keepTrying } from './keep-trying.js';
import { pauseAfter, toTokens } from './lifetime.js';
import type { RenewalStore } from './renewal-store.js';
import { recordTokenEvent } from './record-event.js';
import { tellNeedsReauth } from './tell-needs-reauth.js';

export interface RenewalDeps {
  readonly db: Database;
  readonly store: ConnectionStore;
  readonly tokens: RenewalStore;
  readonly auths: ServiceAuths;
  readonly blockedApps: BlockedApps;
  readonly notifications: Pick<Notifications, 'notify' | 'wake'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Longer than the OAuth client waits for its answer, so that a living holder is done before. */
const leaseSeconds = 90;
/** Between two looks at a row that somebody else renews. */
const lookAgainMs = 150;
/** A token that ends while a request is on its way is of no use. */
const slackMs = 30_000;

export interface Renewal {
  /**
   * The row with tokens that can be used, renewed before if it is time. While the old ones are still good, trouble with
   * renewing is logged and they are used. Whoever comes while another process renews waits for it, if it must.
   * @throws NeedsReauthError, AppBlockedError, UpstreamError
   */
  fresh(row: StoredConnection): Promise<StoredConnection>;
}

/**
 * Renews tokens once at a time per connection over all processes: refresh tokens can be used once (Trakt API notes,
 * refresh). A holder that dies leaves a lease that ends; the next one tries the same refresh token, and where it was
 * spent learns so and asks the person. Nothing here asks a service twice with a token that it refused.
 */
export function createRenewal(deps: RenewalDeps): Renewal {
  const { store, tokens, clock } = deps;
  const isDead = ({ expiresAt }: StoredConnection): boolean =>
    expiresAt !== null && expiresAt.getTime() - slackMs <= clock.now().getTime();

  async function renewOrWait(row: StoredConnection, waitedMs: number): Promise<StoredConnection> {
    const lease = randomUUID();
    if (await tokens.takeLease(row, lease, leaseSeconds))
      return isDead(row) ? renew(deps, row, lease) : renewAhead(deps, row, lease);
    const now = await reread(store, row);
    if (!isDead(now)) return now;
    if (waitedMs > leaseSeconds * 1000) throw awaitingService(now);
    await pause(lookAgainMs);
    return fresh(await reread(store, row), waitedMs + lookAgainMs);
  }

  async function fresh(row: StoredConnection, waitedMs: number): Promise<StoredConnection> {
    const { refreshAt } = row;
    if (row.refreshToken === null || refreshAt === null) return row;
    if (refreshAt <= clock.now()) return renewOrWait(row, waitedMs);
    if (isDead(row) && row.refreshFailures > 0) throw awaitingService(row);
    return row;
  }
  return { fresh: (row) => fresh(row, 0) };
}

/** What is stored by now. */
async function reread(store: ConnectionStore, row: StoredConnection): Promise<StoredConnection> {
  const key = keyOf(row);
  const now = await store.find(key);
  if (now === null || now.state === 'disconnected') throw new ConnectionMissingError(key.service);
  if (now.state !== 'connected') throw new NeedsReauthError(key.service);
  return now;
}

async function renewAhead(
  deps: RenewalDeps,
  row: StoredConnection,
  lease: string,
): Promise<StoredConnection> {
  try {
    return await renew(deps, row, lease);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return row;
  }
}

async function renew(
  deps: RenewalDeps,
  row: StoredConnection,
  lease: string,
): Promise<StoredConnection> {
  const { store, tokens, auths, audit, log } = deps;
  const { service, userId } = keyOf(row);
  const auth = auths[service];
  const refreshToken = tokens.openRefreshToken(row);
  if (auth === undefined || refreshToken === undefined) {
    await giveBack(deps, row, lease);
    return row;
  }
  let grant: TokenGrant;
  try {
    grant = await auth.refresh(refreshToken);
  } catch (error) {
    if (error instanceof UpstreamError) return settleFailure(deps, { row, lease, error });
    await giveBack(deps, row, lease);
    throw error;
  }
  // The old pair is spent: to lose the new one now would cost the person a sign-in.
  const isOurs = await keepTrying(() => tokens.putRenewed(row, toTokens(grant, userId)));
  log.info({ userId, service, replaced: !isOurs }, 'tokens renewed');
  const event = { action: 'connection.renewed', outcome: 'done' } as const;
  if (isOurs) await recordTokenEvent(audit, { userId, service }, event);
  return reread(store, row);
}

interface Failure {
  readonly row: StoredConnection;
  readonly lease: string;
  readonly error: UpstreamError;
}

async function settleFailure(deps: RenewalDeps, failure: Failure): Promise<StoredConnection> {
  const { row, error } = failure;
  const { service, userId } = keyOf(row);
  if (error.kind === 'invalid-grant') return settleSpent(deps, row, error.message);
  await giveBack(deps, row, failure.lease);
  if (error.kind === 'app-blocked') throw await deps.blockedApps.block(service, error.message);
  deps.log.warn(
    { userId, service, kind: error.kind, outcome: error.outcome, reason: error.message },
    'tokens could not be renewed; tried again later',
  );
  throw error;
}

/** Spent by somebody who stored what came for it: use that. Else only the person can go on. */
async function settleSpent(
  deps: RenewalDeps,
  row: StoredConnection,
  reason: string,
): Promise<StoredConnection> {
  const { db, store, tokens, log, notifications } = deps;
  const { userId, service } = keyOf(row);
  const isMarked = await db.$transaction(async (tx) => {
    if (!(await tokens.markSpent(row, reason, tx))) return false;
    await tellNeedsReauth(deps, { row, reason }, tx);
    return true;
  });
  if (!isMarked) return reread(store, row);
  notifications.wake();
  log.warn({ userId, service, reason }, 'connection needs to be made again');
  throw new NeedsReauthError(service);
}

const giveBack = ({ tokens, clock }: RenewalDeps, row: StoredConnection, lease: string) =>
  tokens.giveBack(row, lease, new Date(clock.now().getTime() + pauseAfter(row.refreshFailures)));

/** The old token has ended and a new one is not to be had at the moment. */
function awaitingService(row: StoredConnection): UpstreamError {
  const { service } = keyOf(row);
  return new UpstreamError(`${nameOf[service]} has not renewed the token yet; tried again soon.`, {
    service,
    kind: 'unavailable',
    endpoint: 'POST /oauth/token',
    unclear: false,
  });
}
