import { systemClock, type Clock } from '../../platform/lib/clock.js';
import { scenarioSchema, type ScenarioInput, type ScenarioPlays } from '../scenario.js';
import { Refusal, type SimRequest } from '../server/exchange.js';
import { startServer, type ServerOptions, type Simulator } from '../server/start-server.js';

import { createAccounts, expandPlays, touchActivity, type TraktAccount } from './accounts.js';
import { createCatalogue, type Catalogue } from './catalogue.js';
import { createHistoryRoutes } from './history-routes.js';
import { createItemRoutes } from './item-routes.js';
import { createLibraryRoutes } from './library-routes.js';
import type { Play } from './play-index.js';
import { bearerOf, createTraktGuard, realTraktLimits, type TraktLimits } from './trakt-guard.js';
import { createUserRoutes } from './user-routes.js';
import { createWatchedRoutes } from './watched-routes.js';
import { serializeWithWholeNumbers } from './whole-number.js';

export interface TraktSimulatorOptions extends ServerOptions {
  readonly scenario: ScenarioInput;
  readonly clock?: Clock | undefined;
  /** Default `real`: 500 GET in 5 minutes and 1 write a second, per user. */
  readonly limits?: 'real' | 'off' | TraktLimits | undefined;
}

/** How a change from outside is told to clients. */
export interface ChangeOptions {
  /** Whose history; default: the scenario's first user. */
  readonly username?: string | undefined;
  /** Default true. False: the change does not move `last_activities`, as when Trakt lags. */
  readonly movesActivity?: boolean | undefined;
}

/** A play to add: of an episode or a movie of the scenario; a free id is taken when none is given. */
export type NewPlay = {
  readonly watchedAt: string;
  readonly id?: string | undefined;
  readonly action?: 'scrobble' | 'checkin' | 'watch' | undefined;
} & (
  | { readonly show: number; readonly season: number; readonly number: number }
  | { readonly movie: number }
);

export interface TraktSimulator extends Simulator {
  /** Returns the history id. */
  addPlay(play: NewPlay, options?: ChangeOptions): string;
  /** False when there is no such play. */
  removePlay(id: string, options?: ChangeOptions): boolean;
  /** Same history id, another time. */
  editPlay(id: string, change: { readonly watchedAt: string }, options?: ChangeOptions): void;
  /** Plays of a user, latest first. */
  plays(
    username?: string,
  ): readonly {
    readonly id: string;
    readonly watchedAt: string;
    readonly itemId: number;
    readonly type: 'episode' | 'movie';
  }[];
  /** The token answers 401 from now on. */
  revokeToken(token: string): void;
  restoreToken(token: string): void;
  /** Ordering steps made so far over all histories: paging makes none. */
  comparisons(): number;
}

function createChanges({
  accounts,
  catalogue,
  clock,
}: {
  accounts: readonly TraktAccount[];
  catalogue: Catalogue;
  clock: Clock;
}) {
  let freeId = accounts
    .flatMap((account) => account.plays.all('all'))
    .reduce((most, play) => (BigInt(play.id) > most ? BigInt(play.id) : most), 0n);

  function accountNamed(username?: string): TraktAccount {
    const account =
      username === undefined
        ? accounts[0]
        : accounts.find(({ source }) => source.username === username);
    if (account === undefined) throw new Error(`The scenario has no Trakt user ${username ?? ''}`);
    return account;
  }
  function told(account: TraktAccount, play: Play, options: ChangeOptions | undefined): void {
    if (options?.movesActivity !== false)
      touchActivity(account, `${play.item.kind}s.watched_at`, clock);
  }
  function toPlay({ watchedAt, id, action = 'watch', ...item }: NewPlay): Play {
    freeId += 1n;
    const common = { id: id ?? String(freeId), watched_at: watchedAt, action };
    const run: ScenarioPlays =
      'movie' in item ? { ...common, ...item } : { ...common, ...item, count: 1, every_minutes: 0 };
    const [play] = expandPlays(catalogue, run);
    if (play === undefined) throw new Error('No such item in the scenario');
    return play;
  }
  return {
    accountNamed,
    addPlay(play: NewPlay, options?: ChangeOptions): string {
      const account = accountNamed(options?.username);
      const added = toPlay(play);
      account.plays.add(added);
      told(account, added, options);
      return added.id;
    },
    removePlay(id: string, options?: ChangeOptions): boolean {
      const account = accountNamed(options?.username);
      const removed = account.plays.remove(id);
      if (removed !== undefined) told(account, removed, options);
      return removed !== undefined;
    },
    editPlay(
      id: string,
      { watchedAt }: { readonly watchedAt: string },
      options?: ChangeOptions,
    ): void {
      const account = accountNamed(options?.username);
      const before = account.plays.remove(id);
      if (before === undefined) throw new Error(`No play ${id} to edit`);
      account.plays.add({ ...before, watchedAt });
      told(account, before, options);
    },
  };
}

/** Trakt over HTTP, as the Trakt API notes describe it; see `README.md` beside for what comes from where. */
export async function startTraktSimulator(options: TraktSimulatorOptions): Promise<TraktSimulator> {
  const { trakt } = scenarioSchema.parse(options.scenario);
  const clock = options.clock ?? systemClock;
  const limits = options.limits ?? 'real';
  const catalogue = createCatalogue(trakt);
  const accounts = createAccounts(trakt, catalogue);
  const revoked = new Set<string>();
  const byToken = (token: string): TraktAccount | undefined =>
    revoked.has(token) ? undefined : accounts.find((account) => account.source.token === token);

  function accountOf(request: SimRequest): TraktAccount {
    const account = byToken(bearerOf(request) ?? '');
    if (account === undefined) throw new Refusal({ status: 401 });
    return account;
  }

  const server = await startServer(
    {
      routes: [
        ...createUserRoutes({ accountOf }),
        ...createHistoryRoutes({ catalogue, accountOf }),
        ...createWatchedRoutes({ accountOf }),
        ...createLibraryRoutes({ accountOf }),
        ...createItemRoutes({ catalogue }),
      ],
      guard: createTraktGuard({
        clock,
        clientIds: trakt.client_ids,
        accountOf: byToken,
        limits: limits === 'real' ? realTraktLimits : limits,
      }),
      unknownRoute: () => ({ status: 404 }),
      serialize: serializeWithWholeNumbers,
    },
    options,
  );
  const { accountNamed, ...changes } = createChanges({ accounts, catalogue, clock });
  return {
    ...server,
    ...changes,
    plays: (username) =>
      accountNamed(username)
        .plays.all('all')
        .map(({ id, watchedAt, item }) => ({ id, watchedAt, itemId: item.id, type: item.kind })),
    revokeToken: (token) => {
      revoked.add(token);
    },
    restoreToken: (token) => {
      revoked.delete(token);
    },
    comparisons: () => accounts.reduce((sum, account) => sum + account.plays.comparisons(), 0),
  };
}
