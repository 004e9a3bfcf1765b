import type { ScenarioApp } from '../scenario.js';
import { OAuthFault } from './oauth-fault.js';

/** How a lapsed app is refused: named (400 `invalid_client`), or a bare 403. */
export type Lapse = 'invalid-client' | 'forbidden';

/** The apps that operators registered with the service. */
export interface Apps {
  /** Replaces one of the same id. */
  readonly register: (app: ScenarioApp) => void;
  lapse(clientId: string, how: Lapse): void;
  readonly restore: (clientId: string) => void;
  readonly isLapsed: (clientId: string) => boolean;
  readonly ids: () => readonly string[];
  find(clientId: string | undefined): ScenarioApp | undefined;
  /** Throws `OAuthFault` for one that is unknown, lapsed, or comes with another secret. */
  require(clientId: string | undefined, secret: string | undefined): ScenarioApp;
}

export function createApps(registered: readonly ScenarioApp[]): Apps {
  const apps = new Map(registered.map((app) => [app.client_id, app]));
  const lapsed = new Map<string, Lapse>();
  const find = (clientId = ''): ScenarioApp | undefined =>
    lapsed.has(clientId) ? undefined : apps.get(clientId);
  return {
    register: (app) => {
      apps.set(app.client_id, app);
    },
    lapse: (clientId, how) => {
      lapsed.set(clientId, how);
    },
    restore: (clientId) => {
      lapsed.delete(clientId);
    },
    isLapsed: (clientId) => lapsed.has(clientId),
    ids: () => [...apps.keys()],
    find,
    require(clientId, secret) {
      if (lapsed.get(clientId ?? '') === 'forbidden')
        throw new OAuthFault(403, 'forbidden', 'Forbidden');
      const app = find(clientId);
      if (app === undefined) throw new OAuthFault(400, 'invalid_client', 'client_id is required');
      if (secret !== undefined && secret !== app.client_secret)
        throw new OAuthFault(401, 'invalid_client', 'client authentication failed');
      return app;
    },
  };
}
