import type { ScenarioApp } from '../scenario.js';
import type { Apps, Lapse } from './apps.js';
import type { Grants } from './grants.js';
import type { RefreshTally, TokenDesk } from './token-desk.js';
import { personNamed, type People } from './people.js';

/** What happens at the OAuth server from outside while the simulator runs. */
export interface OAuthControl {
  /** The operator registers an app, or changes it: its redirect addresses may be known late. */
  registerApp(app: ScenarioApp): void;
  /** The operator's app lapses; people's tokens are kept. Default: `invalid-client`. */
  lapseApp(clientId: string, how?: Lapse): void;
  restoreApp(clientId: string): void;
  /** Tokens without a browser, as after an approval; the app must be registered. */
  grant(
    username: string,
    clientId: string,
  ): { readonly accessToken: string; readonly refreshToken: string };
  /** The person takes every consent back on the site: access and refresh tokens die. Fixed tokens of the scenario stay. */
  revokeGrants(username: string): void;
  /** Access tokens end now, refresh tokens stay. Default: everybody's. */
  expireAccessTokens(username?: string): void;
  /** Of tokens handed out from now on. */
  setAccessLifetime(seconds: number): void;
  refreshes(): RefreshTally;
}

export function createOAuthControl<Person>({
  apps,
  grants,
  desk,
  people,
}: {
  readonly apps: Apps;
  readonly grants: Grants<Person>;
  readonly desk: TokenDesk<Person>;
  readonly people: People<Person>;
}): OAuthControl {
  function person(username: string): Person {
    const found = personNamed(people, username);
    if (found === undefined) throw new Error(`The scenario has no user ${username}`);
    return found;
  }
  return {
    registerApp: apps.register,
    lapseApp: (clientId, how = 'invalid-client') => {
      apps.lapse(clientId, how);
    },
    restoreApp: apps.restore,
    grant(username, clientId) {
      if (apps.find(clientId) === undefined) throw new Error(`There is no app ${clientId}`);
      const { accessToken, refreshToken } = grants.start({
        person: person(username),
        clientId,
        byProofKey: false,
      });
      return { accessToken, refreshToken };
    },
    revokeGrants(username) {
      const owner = person(username);
      grants.revoke(({ grant }) => grant.person === owner);
    },
    expireAccessTokens(username) {
      const owner = username === undefined ? undefined : person(username);
      grants.expireAccess(({ grant }) => owner === undefined || grant.person === owner);
    },
    setAccessLifetime: grants.setAccessLifetime,
    refreshes: desk.refreshes,
  };
}
