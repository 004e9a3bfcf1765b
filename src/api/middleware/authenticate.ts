import { timingSafeEqual } from 'node:crypto';
import type { Accounts } from '../../areas/accounts/index.js';
import type { Actor } from '../ports.js';
import { Problem } from '../problem.js';
import { holdsScope, type Scope } from '../scopes.js';
import type { SessionCookie } from '../session-cookie.js';
import type { ApiMiddleware, ApiRequest } from './api-state.js';
import { assertSameOrigin, isUnsafe } from './assert-same-origin.js';
import type { CountKeyRequest, CountRequest } from './rate-limit.js';

export interface AuthenticateDeps {
  readonly accounts: Pick<Accounts, 'authenticate' | 'authenticateSession'>;
  readonly countRequest: CountRequest;
  readonly countKeyRequest: CountKeyRequest;
  readonly cookie: SessionCookie;
  readonly publicUrl: URL;
}

/** Lets through people signed in and holders of a valid key, with the scope, within their rate. A key goes before a cookie. */
export const authenticate =
  (deps: AuthenticateDeps, scope: Scope): ApiMiddleware =>
  async (ctx, next) => {
    const actor = await identify(ctx, deps);
    ctx.state.actor = actor;
    await count(deps, actor);
    assertScope(actor, scope);
    await next();
  };

/** Lets everybody through, and notes who is signed in; only for requests that a browser makes by going to an address. */
export const recognise =
  (deps: AuthenticateDeps): ApiMiddleware =>
  async (ctx, next) => {
    await deps.countRequest(`address:${ctx.state.address}`);
    const token = deps.cookie.read(ctx.get('cookie'));
    const session =
      token === undefined ? undefined : await deps.accounts.authenticateSession(token);
    if (session !== undefined) ctx.state.actor = admit(ctx, deps, session);
    await next();
  };

async function identify(ctx: ApiRequest, deps: AuthenticateDeps): Promise<Actor> {
  const key = keyOf(ctx);
  if (key !== undefined) {
    const actor = await deps.accounts.authenticate(key);
    return actor ?? refuse(ctx, deps, invalidKey());
  }
  const token = deps.cookie.read(ctx.get('cookie'));
  return token === undefined ? refuse(ctx, deps, keyNeeded()) : identifyBrowser(ctx, deps, token);
}

/** Guessing counts against the address it comes from. */
async function refuse(
  ctx: ApiRequest,
  { countRequest }: AuthenticateDeps,
  problem: Problem,
): Promise<never> {
  await countRequest(`address:${ctx.state.address}`);
  throw problem;
}

async function identifyBrowser(
  ctx: ApiRequest,
  deps: AuthenticateDeps,
  token: string,
): Promise<Actor> {
  const { accounts, cookie, publicUrl } = deps;
  const session = await accounts.authenticateSession(token);
  if (session === undefined) {
    return refuse(ctx, deps, sessionEnded(cookie));
  }
  if (isUnsafe(ctx.method)) {
    assertSameOrigin(ctx, publicUrl);
    assertCsrfToken(ctx.get('x-csrf-token'), session.csrfToken);
  }
  return admit(ctx, deps, session);
}

function admit(
  ctx: ApiRequest,
  { cookie }: AuthenticateDeps,
  { actor, csrfToken, renewed }: Session,
): Actor {
  ctx.state.csrfToken = csrfToken;
  if (renewed !== undefined) ctx.set('set-cookie', cookie.issue(renewed.token, renewed.expiresAt));
  return actor;
}

type Session = NonNullable<Awaited<ReturnType<Accounts['authenticateSession']>>>;

function assertCsrfToken(given: string, expected: string): void {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  if (one.length === other.length && timingSafeEqual(one, other)) return;
  throw new Problem(
    'csrf-refused',
    'Send the csrf_token of GET /api/v1/me in the header X-CSRF-Token.',
  );
}

const count = (deps: AuthenticateDeps, actor: Actor): Promise<void> =>
  actor.via.kind === 'key'
    ? deps.countKeyRequest(actor, actor.via)
    : deps.countRequest(`session:${actor.via.sessionId}`);

function keyOf(ctx: ApiRequest): string | undefined {
  const [, bearer] = /^Bearer +(\S+) *$/i.exec(ctx.get('authorization')) ?? [];
  const key = bearer ?? ctx.get('x-api-key').trim();
  return key === '' ? undefined : key.slice(0, 256);
}

const challenge = (more = '') => ({
  headers: { 'www-authenticate': `Bearer realm="watchflow"${more}` },
});

const keyNeeded = () =>
  new Problem(
    'authentication-required',
    'Send an API key – Authorization: Bearer wf_… or X-API-Key: wf_… – or sign in.',
    challenge(),
  );

const invalidKey = () =>
  new Problem(
    'invalid-key',
    'The key is unknown, expired or revoked.',
    challenge(', error="invalid_token"'),
  );

const sessionEnded = (cookie: SessionCookie) =>
  new Problem('session-ended', 'The session has ended; sign in again.', {
    headers: { ...challenge().headers, 'set-cookie': cookie.clear() },
  });

function assertScope(actor: Actor, scope: Scope): void {
  if (holdsScope(actor, scope)) return;
  throw new Problem(
    'missing-scope',
    actor.via.kind === 'key'
      ? `This needs a key with the scope ${scope}.`
      : `This needs the scope ${scope}, which administrators hold.`,
    challenge(`, error="insufficient_scope", scope="${scope}"`),
  );
}
