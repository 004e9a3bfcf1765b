import type { Clock } from '../../../platform/lib/clock.js';
import type { Route, SimRequest } from '../../server/exchange.js';
import type { TraktAccount } from '../accounts.js';
import type { Catalogue } from '../catalogue.js';
import { createListAccess } from './list-access.js';
import { createListControl, type ListControl } from './list-control.js';
import { createListDesk } from './list-desk.js';
import { createListItemRoutes } from './list-item-routes.js';
import { createListRoutes } from './list-routes.js';
import { createItemWrites, type ListQuirks } from './write-items.js';

export interface TraktListOptions extends ListQuirks {
  /** How long a change to a list stays unread, in milliseconds. Default 0; real Trakt has taken more than a second. */
  readonly lagMs?: number | undefined;
}

export interface ListsDeps {
  readonly accounts: readonly TraktAccount[];
  readonly catalogue: Catalogue;
  readonly accountOf: (request: SimRequest) => TraktAccount;
  readonly clock: Clock;
  readonly options: TraktListOptions;
}

/** Personal lists: the routes, and the handle by which tests act as their people. */
export function createLists({ options, clock, ...deps }: ListsDeps): {
  readonly routes: readonly Route[];
  readonly control: ListControl;
} {
  let lagMs = options.lagMs ?? 0;
  const desk = createListDesk({ accounts: deps.accounts, clock });
  const readableUntil = (): number => clock.now().getTime() - lagMs;
  const access = createListAccess({ ...deps, readableUntil });
  const writes = createItemWrites({ ...deps, desk, quirks: options });
  const setLag = (ms: number): void => {
    lagMs = ms;
  };
  return {
    routes: [
      ...createListRoutes({ access, desk }),
      ...createListItemRoutes({ access, desk, writes }),
    ],
    control: createListControl({ ...deps, desk, setLag }),
  };
}
