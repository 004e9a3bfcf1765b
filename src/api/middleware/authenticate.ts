import type { AccountsPort, Actor } from '../ports.js';
import { Problem } from '../problem.js';
import { holdsScope, type Scope } from '../scopes.js';
import type { ApiMiddleware, ApiRequest } from './api-state.js';
import type { CountRequest } from './rate-limit.js';

interface AuthenticateDeps {
  readonly accounts: AccountsPort;
  readonly countRequest: CountRequest;
  readonly scope: Scope;
}

/** Lets through holders of a valid key with the scope, within their rate. */
export const authenticate =
  ({ accounts, countRequest, scope }: AuthenticateDeps): ApiMiddleware =>
  async (ctx, next) => {
    const key = keyOf(ctx);
    const actor = key === undefined ? undefined : await accounts.authenticate(key);
    if (actor === undefined) {
      // Guessing counts against the address it comes from.
      await countRequest(`address:${ctx.ip}`);
      throw refusalOf(key);
    }
    ctx.state.actor = actor;
    await countRequest(`key:${actor.keyId}`);
    assertScope(actor, scope);
    await next();
  };

function keyOf(ctx: ApiRequest): string | undefined {
  const [, bearer] = /^Bearer +(\S+) *$/i.exec(ctx.get('authorization')) ?? [];
  const key = bearer ?? ctx.get('x-api-key').trim();
  return key === '' ? undefined : key.slice(0, 256);
}

const refusalOf = (key: string | undefined): Problem =>
  key === undefined
    ? new Problem(
        'authentication-required',
        'Send an API key: Authorization: Bearer wf_… or X-API-Key: wf_….',
        {
          headers: { 'www-authenticate': 'Bearer realm="watchflow"' },
        },
      )
    : new Problem('invalid-key', 'The key is unknown, expired or revoked.', {
        headers: { 'www-authenticate': 'Bearer realm="watchflow", error="invalid_token"' },
      });

function assertScope(actor: Actor, scope: Scope): void {
  if (holdsScope(actor.scopes, scope)) return;
  throw new Problem('missing-scope', `This needs a key with the scope ${scope}.`, {
    headers: {
      'www-authenticate': `Bearer realm="watchflow", error="insufficient_scope", scope="${scope}"`,
    },
  });
}
