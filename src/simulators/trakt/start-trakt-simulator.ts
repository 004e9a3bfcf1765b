import { systemClock, type Clock } from '../../platform/lib/clock.js';
import { isOAuthPath } from '../oauth/create-oauth.js';
import type { OAuthControl } from '../oauth/oauth-control.js';
import { scenarioSchema, type ScenarioInput } from '../scenario.js';
import { Refusal, type Route, type SimRequest } from '../server/exchange.js';
import { startServer, type ServerOptions, type Simulator } from '../server/start-server.js';
import { createTokenRevocation, type TokenRevocation } from '../server/token-revocation.js';

import { createTraktOAuth, type TraktOAuthOptions } from './oauth/create-trakt-oauth.js';
import { createAccounts, type TraktAccount } from './accounts.js';
import { createCatalogue, type Catalogue } from './catalogue.js';
import { createHistoryRoutes } from './history-routes.js';
import { createItemRoutes } from './item-routes.js';
import { createLibraryRoutes } from './library/library-routes.js';
import { createLists, type TraktListOptions } from './lists/create-lists.js';
import type { ListControl } from './lists/list-control.js';
import { createOutsideChanges, type OutsideChanges } from './outside-changes.js';
import {
  bearerOf,
  checkEdge,
  createTraktGuard,
  realTraktLimits,
  type TraktLimits,
} from './trakt-guard.js';
import { createSearchRoutes } from './search-routes.js';
import { createUserRoutes } from './user-routes.js';
import { createWatchedRoutes } from './watched-routes.js';
import { serializeWithWholeNumbers } from './whole-number.js';

export interface TraktSimulatorOptions extends ServerOptions {
  readonly scenario: ScenarioInput;
  readonly clock?: Clock | undefined;
  /** Default `real`: 500 GET in 5 minutes and 1 write a second, per user. */
  readonly limits?: 'real' | 'off' | TraktLimits | undefined;
  readonly oauth?: TraktOAuthOptions | undefined;
  readonly lists?: TraktListOptions | undefined;
}

export interface TraktSimulator extends Simulator, OutsideChanges, TokenRevocation {
  /** Ordering steps made so far over all histories: paging makes none. */
  comparisons(): number;
  readonly oauth: OAuthControl;
  readonly lists: ListControl;
}

interface ReadDeps {
  readonly catalogue: Catalogue;
  readonly accountOf: (request: SimRequest) => TraktAccount;
}

const createReadRoutes = ({ catalogue, accountOf }: ReadDeps): Route[] => [
  ...createUserRoutes({ accountOf }),
  ...createHistoryRoutes({ catalogue, accountOf }),
  ...createWatchedRoutes({ accountOf }),
  ...createLibraryRoutes({ accountOf }),
  ...createItemRoutes({ catalogue }),
  ...createSearchRoutes({ catalogue }),
];

const ownersOfTokens =
  (byToken: (token: string) => TraktAccount | undefined) =>
  (request: SimRequest): TraktAccount => {
    const account = byToken(bearerOf(request) ?? '');
    if (account === undefined) throw new Refusal({ status: 401 });
    return account;
  };

/** Trakt over HTTP, as the Trakt API notes describe it; see `README.md` beside for what comes from where. */
export async function startTraktSimulator(options: TraktSimulatorOptions): Promise<TraktSimulator> {
  const { trakt, apps } = scenarioSchema.parse(options.scenario);
  const clock = options.clock ?? systemClock;
  const limits = options.limits ?? 'real';
  const catalogue = createCatalogue(trakt);
  const accounts = createAccounts(trakt, catalogue);
  const { isRevoked, ...revocation } = createTokenRevocation();
  const oauth = createTraktOAuth({
    apps: apps.trakt,
    accounts,
    clock,
    revokeToken: (token) => {
      revocation.revokeToken(token);
    },
    options: options.oauth ?? {},
  });
  const byToken = (token: string): TraktAccount | undefined =>
    isRevoked(token)
      ? undefined
      : (accounts.find(({ source }) => source.token === token) ?? oauth.byToken(token));

  const accountOf = ownersOfTokens(byToken);
  const lists = createLists({
    accounts,
    catalogue,
    accountOf,
    clock,
    options: options.lists ?? {},
  });
  const guard = createTraktGuard({
    clock,
    clientIds: () => (trakt.client_ids.length === 0 ? [] : [...trakt.client_ids, ...oauth.ids()]),
    isLapsed: oauth.isLapsed,
    accountOf: byToken,
    limits: limits === 'real' ? realTraktLimits : limits,
  });
  const server = await startServer(
    {
      routes: [...createReadRoutes({ catalogue, accountOf }), ...lists.routes, ...oauth.routes],
      guard: (request) => {
        (isOAuthPath(request.path) ? checkEdge : guard)(request);
      },
      unknownRoute: () => ({ status: 404 }),
      serialize: serializeWithWholeNumbers,
    },
    options,
  );
  return {
    ...server,
    ...revocation,
    ...createOutsideChanges({ accounts, catalogue, clock }),
    oauth: oauth.control,
    lists: lists.control,
    comparisons: () => accounts.reduce((sum, account) => sum + account.plays.comparisons(), 0),
  };
}
