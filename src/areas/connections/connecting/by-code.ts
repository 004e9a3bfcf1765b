import type { Clock } from '../../../platform/lib/clock.js';
import type { Logger } from '../../../platform/lib/logger.js';
import { UpstreamError, type UpstreamService } from '../../../upstream/http/index.js';
import { keyOf } from '../connection-store.js';
import type { Identify } from '../identify.js';
import type { BlockedApps } from '../tokens/blocked-apps.js';
import { toTokens } from '../tokens/lifetime.js';
import { admitAccount, type AdmitDeps } from './admit-account.js';
import type { AttemptFault, AttemptView, Beginner } from './attempt.js';
import type { StoredAttempt } from './attempt-store.js';
import { needAuth, type ServiceAuths } from './service-auth.js';

export interface ByCodeDeps extends AdmitDeps {
  readonly auths: ServiceAuths;
  readonly identify: Identify;
  readonly blockedApps: BlockedApps;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface BeginCode extends Beginner {
  readonly service: UpstreamService;
  /** Path of ours, checked by whoever took it from a request. */
  readonly returnTo?: string | undefined;
  /** To connect another account than the one the browser is signed in with. */
  readonly forceLogin?: boolean | undefined;
}

export interface BegunCode {
  readonly attemptId: string;
  /** Where the person's browser is to go. */
  readonly url: string;
  readonly expiresAt: Date;
}

export interface CodeReturn {
  readonly service: UpstreamService;
  readonly state: string | undefined;
  readonly code: string | undefined;
  /** Of the service, instead of a code: `access_denied` and the like. */
  readonly error: string | undefined;
  /** Who is signed in to the browser that came back, if anybody. */
  readonly browser: { readonly userId: string; readonly via: string } | undefined;
}

export type Returned =
  | {
      readonly kind: 'attempt';
      readonly attempt: AttemptView;
      /** Whose attempt it is. */
      readonly userId: string;
      /** False when the page was only loaded again. */
      readonly isNew: boolean;
    }
  /** Never given out, or long ago. */
  | { readonly kind: 'unknown-state' }
  /** Begun in another session than the one of this browser. */
  | { readonly kind: 'other-session' };

/** Authorisation code with `state`: used once, ten minutes, bound to the session that began it; PKCE where the service knows it. */
export function createByCode(deps: ByCodeDeps) {
  const { attempts, auths } = deps;

  async function settled(id: string, isNew: boolean): Promise<Returned> {
    const row = await attempts.findById(id);
    if (row === null) return { kind: 'unknown-state' };
    return { kind: 'attempt', attempt: attempts.toView(row), userId: row.userId, isNew };
  }

  return {
    /** @throws ConnectingError `app-not-configured` */
    async begin({
      service,
      returnTo,
      forceLogin = false,
      ...beginner
    }: BeginCode): Promise<BegunCode> {
      const auth = needAuth(auths, service);
      const verifier = auth.newVerifier();
      const { id, state, expiresAt } = await attempts.beginCode({
        ...beginner,
        service,
        redirectUri: auth.redirectUri,
        returnTo,
        secret: verifier,
      });
      return { attemptId: id, url: auth.authorizeUrl({ state, verifier, forceLogin }), expiresAt };
    },

    /** Safe to repeat: a page that is loaded again tells how the attempt ended. Never throws for what a service answers. */
    async finish(back: CodeReturn): Promise<Returned> {
      const row = back.state === undefined ? null : await attempts.findByState(back.state);
      if (row?.service !== back.service) return { kind: 'unknown-state' };
      if (!isOwnBrowser(row, back.browser)) return { kind: 'other-session' };
      const isFirst =
        row.expiresAt > deps.clock.now() &&
        (await attempts.move(row.id, { from: 'pending', to: 'exchanging' }));
      if (isFirst) await exchange(deps, row, back);
      return settled(row.id, isFirst);
    },
  };
}

/** Begun with a session: that very one must come back. Begun with a key: anybody's but another person's. */
function isOwnBrowser(row: StoredAttempt, browser: CodeReturn['browser']): boolean {
  if (row.via.startsWith('session:')) return browser?.via === row.via;
  return browser === undefined || browser.userId === row.userId;
}

async function exchange(deps: ByCodeDeps, row: StoredAttempt, back: CodeReturn): Promise<void> {
  const { attempts, auths, identify, log } = deps;
  const key = keyOf(row);
  if (back.code === undefined) {
    const isDenied = back.error === undefined || back.error === 'access_denied';
    const to = isDenied ? 'denied' : 'failed';
    const reason = isDenied ? undefined : 'code-refused';
    await attempts.move(row.id, { from: 'exchanging', to, reason });
    return;
  }
  try {
    const grant = await needAuth(auths, key.service).exchange(back.code, attempts.openSecret(row));
    const access = { accessToken: grant.accessToken, limitKey: key.userId };
    const account = await identify[key.service](access);
    const tokens = toTokens(grant, key.userId);
    await admitAccount(deps, row, { ...key, account, method: 'oauth', tokens });
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    log.warn({ ...key, kind: error.kind, reason: error.message }, 'connecting came to nothing');
    const reason = await faultOf(deps, key.service, error);
    await attempts.move(row.id, { from: 'exchanging', to: 'failed', reason });
  }
}

export async function faultOf(
  { blockedApps }: Pick<ByCodeDeps, 'blockedApps'>,
  service: UpstreamService,
  error: UpstreamError,
): Promise<AttemptFault> {
  if (error.kind === 'app-blocked') {
    await blockedApps.block(service, error.message);
    return 'app-blocked';
  }
  const isAway = ['unavailable', 'timeout', 'malformed', 'rate-limited', 'edge-blocked'];
  return isAway.includes(error.kind) ? 'service-away' : 'code-refused';
}
