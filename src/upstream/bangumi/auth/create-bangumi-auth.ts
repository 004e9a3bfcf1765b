import { z } from 'zod';
import type { Clock } from '../../../platform/lib/clock.js';
import type { Logger } from '../../../platform/lib/logger.js';
import {
  openAuthHttp,
  parseAnswer,
  readId,
  readScope,
  readText,
  readTokenGrant,
  toAuthorizeUrl,
  type AuthCallOptions,
  type AuthHttp,
  type AuthHttpOptions,
  type TokenGrant,
} from '../../http/index.js';
import type { BangumiAuth, BangumiTokenStatus } from './bangumi-auth.js';

export interface BangumiAuthDeps {
  /** With or without path prefix and trailing slash. */
  readonly authUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** See `bangumiUserAgent`. */
  readonly userAgent: string;
  readonly http?: AuthHttpOptions | undefined;
  readonly log: Logger;
  readonly clock?: Clock | undefined;
}

/** A `BangumiAuth` that holds sockets open until `destroy`. */
export interface OpenBangumiAuth extends BangumiAuth {
  destroy: () => void;
}

export function createBangumiAuth(deps: BangumiAuthDeps): OpenBangumiAuth {
  const { authUrl, clientId } = deps;
  const http = openHttp(deps);
  return {
    authorizeUrl: ({ state, redirectUri }) =>
      toAuthorizeUrl(authUrl, {
        client_id: clientId,
        response_type: 'code',
        redirect_uri: redirectUri,
        state,
      }),
    ...tokenCalls(http, deps),
    tokenStatus: async ({ accessToken }, options) => {
      const form = { access_token: accessToken };
      const request = {
        path: '/oauth/token_status',
        form,
        secrets: [accessToken],
        readsOnly: true,
        line: accessToken,
      };
      return parseAnswer(await http.post(request, options), statusSchema);
    },
    destroy: http.destroy,
  };
}

function tokenCalls(
  http: AuthHttp,
  { clientId, clientSecret }: BangumiAuthDeps,
): Pick<BangumiAuth, 'exchangeCode' | 'refresh'> {
  async function askForTokens(
    form: Readonly<Record<string, string>>,
    secret: string,
    options: AuthCallOptions | undefined,
  ): Promise<TokenGrant> {
    const issuedAt = http.now();
    const request = {
      path: '/oauth/access_token',
      form: { ...form, client_id: clientId, client_secret: clientSecret },
      secrets: [secret],
    };
    return readTokenGrant(await http.post(request, options), issuedAt);
  }
  return {
    exchangeCode: ({ code, redirectUri }, options) =>
      askForTokens(
        { grant_type: 'authorization_code', code, redirect_uri: redirectUri },
        code,
        options,
      ),
    refresh: ({ refreshToken, redirectUri }, options) =>
      askForTokens(
        { grant_type: 'refresh_token', refresh_token: refreshToken, redirect_uri: redirectUri },
        refreshToken,
        options,
      ),
  };
}

const statusSchema: z.ZodType<BangumiTokenStatus> = z
  // Unix time in seconds.
  .looseObject({ expires: z.coerce.number<string | number>().int().nonnegative().max(1e11) })
  .transform((status) => ({
    clientId: readText(status['client_id']),
    expiresAt: new Date(status.expires * 1000),
    scope: readScope(status['scope']),
    userId: readId(status['user_id']),
  }));

const openHttp = ({
  authUrl,
  clientId,
  clientSecret,
  userAgent,
  http,
  log,
  clock,
}: BangumiAuthDeps): AuthHttp =>
  openAuthHttp({
    service: 'bangumi',
    authUrl,
    headers: { accept: 'application/json', 'user-agent': userAgent },
    secrets: [clientId, clientSecret],
    http,
    log,
    clock,
  });
