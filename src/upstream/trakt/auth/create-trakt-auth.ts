import type { Clock } from '../../../platform/lib/clock.js';
import type { Logger } from '../../../platform/lib/logger.js';
import {
  assertAccepted,
  openAuthHttp,
  readTokenGrant,
  toAuthorizeUrl,
  type AuthCallOptions,
  type AuthHttp,
  type AuthHttpOptions,
  type TokenGrant,
} from '../../http/index.js';
import { deviceCalls } from './device-calls.js';
import type { TraktAuth } from './trakt-auth.js';

export interface TraktAuthDeps {
  /** With or without path prefix and trailing slash; not the API's address (Trakt API notes, hosts). */
  readonly authUrl: string;
  readonly clientId: string;
  /** Apps of PKCE alone have none. */
  readonly clientSecret?: string | undefined;
  /** See `traktUserAgent`. */
  readonly userAgent: string;
  readonly http?: AuthHttpOptions | undefined;
  readonly log: Logger;
  readonly clock?: Clock | undefined;
}

/** A `TraktAuth` that holds sockets open until `destroy`. */
export interface OpenTraktAuth extends TraktAuth {
  destroy: () => void;
}

export function createTraktAuth(deps: TraktAuthDeps): OpenTraktAuth {
  const { authUrl, clientId } = deps;
  const http = openHttp(deps);
  const app = appOf(deps);
  return {
    authorizeUrl: ({ state, redirectUri, codeChallenge, forceLogin }) =>
      toAuthorizeUrl(authUrl, {
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        state,
        code_challenge: codeChallenge,
        code_challenge_method: codeChallenge === undefined ? undefined : 'S256',
        prompt: forceLogin === true ? 'login' : undefined,
      }),
    ...tokenCalls(http, app),
    ...deviceCalls(http, app),
    destroy: http.destroy,
  };
}

/** In the body: HTTP Basic is not accepted (Trakt API notes, exchange). */
const appOf = ({ clientId, clientSecret }: TraktAuthDeps): Readonly<Record<string, string>> => ({
  client_id: clientId,
  ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
});

function tokenCalls(
  http: AuthHttp,
  app: Readonly<Record<string, string>>,
): Pick<TraktAuth, 'exchangeCode' | 'refresh' | 'revoke'> {
  async function askForTokens(
    body: Readonly<Record<string, string>>,
    secrets: readonly string[],
    options: AuthCallOptions | undefined,
  ): Promise<TokenGrant> {
    const issuedAt = http.now();
    const request = { path: '/oauth/token', body: { ...body, ...app }, secrets };
    return readTokenGrant(await http.post(request, options), issuedAt);
  }
  return {
    exchangeCode: ({ code, redirectUri, codeVerifier }, options) =>
      askForTokens(
        {
          grant_type: 'authorization_code',
          code,
          redirect_uri: redirectUri,
          ...(codeVerifier === undefined ? {} : { code_verifier: codeVerifier }),
        },
        [code, codeVerifier ?? ''],
        options,
      ),
    refresh: ({ refreshToken, redirectUri }, options) =>
      askForTokens(
        { grant_type: 'refresh_token', refresh_token: refreshToken, redirect_uri: redirectUri },
        [refreshToken],
        options,
      ),
    revoke: async ({ accessToken: token }, options) => {
      const request = { path: '/oauth/revoke', body: { token, ...app }, secrets: [token] };
      assertAccepted(await http.post(request, options));
    },
  };
}

const openHttp = ({
  authUrl,
  clientId,
  clientSecret,
  userAgent,
  http,
  log,
  clock,
}: TraktAuthDeps): AuthHttp =>
  openAuthHttp({
    service: 'trakt',
    authUrl,
    headers: {
      accept: 'application/json',
      'user-agent': userAgent,
      'trakt-api-version': '2',
      'trakt-api-key': clientId,
    },
    secrets: [clientId, clientSecret ?? ''],
    http,
    log,
    clock,
  });
