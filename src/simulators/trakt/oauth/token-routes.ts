import type { Answer, Route, SimRequest } from '../../server/exchange.js';
import type { OAuth } from '../../oauth/create-oauth.js';
import type { TokenPair } from '../../oauth/grants.js';
import { OAuthFault } from '../../oauth/oauth-fault.js';
import { isJson, readFields, type Fields } from '../../oauth/read-fields.js';
import type { TraktAccount } from '../accounts.js';

export interface TokenRouteDeps {
  readonly oauth: OAuth<TraktAccount>;
  /** Ends a token that no grant stands behind: the fixed ones of the scenario. */
  readonly revokeToken: (token: string) => void;
}

export const renderPair = (pair: TokenPair<TraktAccount>): Answer => ({
  status: 200,
  json: {
    access_token: pair.accessToken,
    token_type: 'bearer',
    expires_in: pair.lifetimeSeconds,
    refresh_token: pair.refreshToken,
    scope: 'public',
    created_at: Math.floor(pair.createdAt / 1000),
  },
  headers: { 'cache-control': 'no-store' },
});

/** Reads a JSON body, and words refusals as Trakt does (Trakt API notes §3.4). */
export function answering(request: SimRequest, answer: (fields: Fields) => Answer): Answer {
  try {
    if (!isJson(request)) throw new OAuthFault(400, 'invalid_request', 'the body is not JSON');
    return answer(readFields(request));
  } catch (thrown) {
    if (!(thrown instanceof OAuthFault)) throw thrown;
    const { status, code, description } = thrown;
    if (code === 'forbidden') return { status, text: description };
    return { status, json: { error: code, error_description: description } };
  }
}

/** Trakt API notes §3.2–3.5. */
export function createTokenRoutes({ oauth, revokeToken }: TokenRouteDeps): Route[] {
  const { apps, desk, grants } = oauth;
  function revoke(fields: Fields): Answer {
    apps.require(fields['client_id'], fields['client_secret']);
    const token = fields['token'] ?? '';
    const isOfGrant = grants.revoke(({ accessToken }) => accessToken === token);
    if (!isOfGrant) revokeToken(token);
    return { status: 200, json: {} };
  }
  return [
    {
      method: 'POST',
      pattern: '/oauth/token',
      handle: (request) => answering(request, (fields) => renderPair(desk.handOut(fields))),
    },
    {
      method: 'POST',
      pattern: '/oauth/revoke',
      handle: (request) => answering(request, revoke),
    },
  ];
}
