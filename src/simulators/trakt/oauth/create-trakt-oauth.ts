import type { Clock } from '../../../platform/lib/clock.js';
import type { ScenarioApp } from '../../scenario.js';
import type { Route } from '../../server/exchange.js';
import { createOAuth, type OAuthOptions } from '../../oauth/create-oauth.js';
import type { OAuthControl } from '../../oauth/oauth-control.js';
import type { TraktAccount } from '../accounts.js';
import { createDeviceCodes, type DeviceRules } from './device-codes.js';
import { createDeviceRoutes } from './device-routes.js';
import { createTokenRoutes } from './token-routes.js';

export interface TraktOAuthOptions extends OAuthOptions {
  /** Default: 600 s, one poll in 5 s. */
  readonly device?: DeviceRules | undefined;
}

export interface TraktOAuthDeps {
  readonly apps: readonly ScenarioApp[];
  readonly accounts: readonly TraktAccount[];
  readonly clock: Clock;
  readonly revokeToken: (token: string) => void;
  readonly options: TraktOAuthOptions;
}

/** What the API needs to know of the OAuth server beside it. */
export interface TraktOAuth {
  readonly routes: readonly Route[];
  readonly control: OAuthControl;
  readonly byToken: (accessToken: string) => TraktAccount | undefined;
  /** Client ids of registered apps. */
  readonly ids: () => readonly string[];
  readonly isLapsed: (clientId: string) => boolean;
}

/** Trakt API notes §3. What is unconfirmed there is played in the way that is harder for a client. */
export function createTraktOAuth({
  apps,
  accounts,
  clock,
  revokeToken,
  options: { device, ...options },
}: TraktOAuthDeps): TraktOAuth {
  const people = { all: () => accounts, nameOf: ({ source }: TraktAccount) => source.username };
  const oauth = createOAuth<TraktAccount>({
    clock,
    apps,
    people,
    rules: {
      accessLifetimeSeconds: 604_800,
      refreshLifetimeSeconds: 365 * 86_400,
      codeLifetimeSeconds: 600,
      refreshKillsAccess: true,
      reuseRevokesGrant: false,
      ...options,
    },
    deadRefreshWords: 'session not found',
    takesRegisteredRedirect: false,
  });
  const devices = createDeviceCodes(clock, device ?? { lifetimeSeconds: 600, intervalSeconds: 5 });
  return {
    routes: [
      ...oauth.routes,
      ...createTokenRoutes({ oauth, revokeToken }),
      ...createDeviceRoutes({ oauth, people, devices }),
    ],
    control: oauth.control,
    byToken: (token) => oauth.grants.byAccess(token)?.grant.person,
    ids: oauth.apps.ids,
    isLapsed: oauth.apps.isLapsed,
  };
}
