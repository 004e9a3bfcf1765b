import type { Clock } from '../../platform/lib/clock.js';
import type { ScenarioApp } from '../scenario.js';
import type { Route } from '../server/exchange.js';
import { createApps, type Apps } from './apps.js';
import { createAuthorizeRoutes } from './authorize-routes.js';
import { createCodes } from './codes.js';
import { createGrants, type GrantRules, type Grants } from './grants.js';
import { createOAuthControl, type OAuthControl } from './oauth-control.js';
import type { People } from './people.js';
import { createTokenDesk, type TokenDesk } from './token-desk.js';

/** What both services let a test choose. */
export interface OAuthOptions extends Partial<GrantRules> {
  readonly codeLifetimeSeconds?: number;
}

export interface OAuthDeps<Person> {
  readonly clock: Clock;
  readonly apps: readonly ScenarioApp[];
  readonly people: People<Person>;
  readonly rules: GrantRules & { readonly codeLifetimeSeconds: number };
  readonly deadRefreshWords: string;
  readonly takesRegisteredRedirect: boolean;
}

/** The parts of an OAuth server that both services have; each adds its own token routes. */
export interface OAuth<Person> {
  readonly apps: Apps;
  readonly grants: Grants<Person>;
  readonly desk: TokenDesk<Person>;
  readonly routes: readonly Route[];
  readonly control: OAuthControl;
}

export function createOAuth<Person>({
  clock,
  apps: registered,
  people,
  rules,
  deadRefreshWords,
  takesRegisteredRedirect,
}: OAuthDeps<Person>): OAuth<Person> {
  const apps = createApps(registered);
  const grants = createGrants<Person>({ clock, rules });
  const codes = createCodes<Person>({ clock, lifetimeSeconds: rules.codeLifetimeSeconds });
  const desk = createTokenDesk({ apps, codes, grants, deadRefreshWords });
  return {
    apps,
    grants,
    desk,
    routes: createAuthorizeRoutes({ apps, people, codes, takesRegisteredRedirect }),
    control: createOAuthControl({ apps, grants, desk, people }),
  };
}

/** Under `/oauth`, and the page where a person types a device's code. */
export const isOAuthPath = (path: string): boolean =>
  path.startsWith('/oauth/') || path === '/activate';
