import type { Clock } from '../../../platform/lib/clock.js';
import type { ScenarioApp } from '../../scenario.js';
import type { Route } from '../../server/exchange.js';
import { createOAuth, type OAuthOptions } from '../../oauth/create-oauth.js';
import type { OAuthControl } from '../../oauth/oauth-control.js';
import type { Member, Members } from '../members.js';
import { createBangumiTokenRoutes, type BangumiAnswerStyle } from './token-routes.js';

export interface BangumiOAuthOptions extends OAuthOptions, BangumiAnswerStyle {}

export interface BangumiOAuthDeps {
  readonly apps: readonly ScenarioApp[];
  readonly members: Members;
  readonly clock: Clock;
  readonly byFixedToken: (token: string) => Member | undefined;
  readonly options: BangumiOAuthOptions;
}

/** What the API needs to know of the OAuth server beside it. */
export interface BangumiOAuth {
  readonly routes: readonly Route[];
  readonly control: OAuthControl;
  byToken(accessToken: string): Member | undefined;
}

/** Bangumi API notes §2.2. */
export function createBangumiOAuth({
  apps,
  members,
  clock,
  byFixedToken,
  options: { failures, numbersAsText, ...options },
}: BangumiOAuthDeps): BangumiOAuth {
  const oauth = createOAuth<Member>({
    clock,
    apps,
    people: { all: members.all, nameOf: ({ source }) => source.username },
    rules: {
      accessLifetimeSeconds: 604_800,
      refreshLifetimeSeconds: 1_209_600,
      codeLifetimeSeconds: 60,
      refreshKillsAccess: true,
      reuseRevokesGrant: false,
      ...options,
    },
    deadRefreshWords: 'Invalid refresh token',
    takesRegisteredRedirect: true,
  });
  const style = { failures, numbersAsText };
  return {
    routes: [...oauth.routes, ...createBangumiTokenRoutes({ oauth, byFixedToken, style })],
    control: oauth.control,
    byToken: (token) => oauth.grants.byAccess(token)?.grant.person,
  };
}
