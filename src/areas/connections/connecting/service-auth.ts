import { createHash, randomBytes } from 'node:crypto';
import type { BangumiAuth } from '../../../upstream/bangumi/index.js';
import type { TokenGrant, UpstreamService } from '../../../upstream/http/index.js';
import type { TraktAuth } from '../../../upstream/trakt/index.js';
import { nameOf } from '../connection.js';
import { ConnectingError } from '../connection-errors.js';

interface Authorize {
  readonly state: string;
  readonly verifier: string | undefined;
  /** Makes the person sign in again, perhaps as somebody else; where the service can. */
  readonly forceLogin: boolean;
}

/** A service's OAuth server with our app and redirect address filled in. */
export interface ServiceAuth {
  /** To be kept until the code is exchanged; undefined where the service knows no PKCE (RFC 7636). */
  newVerifier(): string | undefined;
  authorizeUrl(authorize: Authorize): string;
  exchange(code: string, verifier: string | undefined): Promise<TokenGrant>;
  refresh(refreshToken: string): Promise<TokenGrant>;
  /** Undefined where the service has no such call. */
  readonly revoke?: ((accessToken: string) => Promise<void>) | undefined;
  readonly redirectUri: string;
}

export interface AuthDeps {
  /** Absent where the operator has set up no app. */
  readonly trakt?: TraktAuth | undefined;
  readonly bangumi?: BangumiAuth | undefined;
  readonly redirectUris: Readonly<Record<UpstreamService, string>>;
}

export type ServiceAuths = Readonly<Record<UpstreamService, ServiceAuth | undefined>>;

export const createServiceAuths = ({ trakt, bangumi, redirectUris }: AuthDeps): ServiceAuths => ({
  trakt: trakt === undefined ? undefined : traktAuth(trakt, redirectUris.trakt),
  bangumi: bangumi === undefined ? undefined : bangumiAuth(bangumi, redirectUris.bangumi),
});

/** @throws ConnectingError `app-not-configured` */
export function needAuth(auths: ServiceAuths, service: UpstreamService): ServiceAuth {
  const auth = auths[service];
  if (auth !== undefined) return auth;
  const name = nameOf[service];
  throw new ConnectingError(
    'app-not-configured',
    `The operator has not set up an app at ${name}: ${name.toUpperCase()}_CLIENT_ID and ${name.toUpperCase()}_CLIENT_SECRET are missing.`,
  );
}

const traktAuth = (auth: TraktAuth, redirectUri: string): ServiceAuth => ({
  newVerifier: () => randomBytes(48).toString('base64url'),
  authorizeUrl: ({ state, verifier, forceLogin }) =>
    auth.authorizeUrl({ state, redirectUri, codeChallenge: challengeOf(verifier), forceLogin }),
  exchange: (code, codeVerifier) => auth.exchangeCode({ code, redirectUri, codeVerifier }),
  refresh: (refreshToken) => auth.refresh({ refreshToken, redirectUri }),
  revoke: (accessToken) => auth.revoke({ accessToken }),
  redirectUri,
});

const bangumiAuth = (auth: BangumiAuth, redirectUri: string): ServiceAuth => ({
  newVerifier: () => undefined,
  authorizeUrl: ({ state }) => auth.authorizeUrl({ state, redirectUri }),
  exchange: (code) => auth.exchangeCode({ code, redirectUri }),
  refresh: (refreshToken) => auth.refresh({ refreshToken, redirectUri }),
  redirectUri,
});

const challengeOf = (verifier: string | undefined): string | undefined =>
  verifier === undefined ? undefined : createHash('sha256').update(verifier).digest('base64url');
