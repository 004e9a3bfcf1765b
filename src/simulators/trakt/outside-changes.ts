import type { Clock } from '../../platform/lib/clock.js';
import type { ScenarioPlays } from '../scenario.js';

import { accountNamed, expandPlays, touchActivity, type TraktAccount } from './accounts.js';
import type { Catalogue } from './catalogue.js';
import {
  createLibraryChanges,
  takeOffWatchlist,
  type LibraryChanges,
} from './library/library-changes.js';
import type { Play } from './play-index.js';

/** How a change from outside is told to clients. */
interface ChangeOptions {
  /** Whose history; default: the scenario's first user. */
  readonly username?: string | undefined;
  /** Default true. False: the change does not move `last_activities`, as when Trakt lags. */
  readonly movesActivity?: boolean | undefined;
}

/** A play to add: of an episode or a movie of the scenario; a free id is taken when none is given. */
type NewPlay = {
  readonly watchedAt: string;
  readonly id?: string | undefined;
  readonly action?: 'scrobble' | 'checkin' | 'watch' | undefined;
} & (
  | { readonly show: number; readonly season: number; readonly number: number }
  | { readonly movie: number }
);

/** A play as a test wants to see it. */
interface PlaySummary {
  readonly id: string;
  readonly watchedAt: string;
  readonly itemId: number;
  readonly type: 'episode' | 'movie';
}

/** What a person does to their history on Trakt while the simulator runs. */
interface OutsidePlays {
  /** Returns the history id. */
  addPlay(play: NewPlay, options?: ChangeOptions): string;
  /** False when there is no such play. */
  removePlay(id: string, options?: ChangeOptions): boolean;
  /** Same history id, another time. */
  editPlay(id: string, change: { readonly watchedAt: string }, options?: ChangeOptions): void;
  /** Plays of a user, latest first. */
  plays(username?: string): readonly PlaySummary[];
  /** A new name and slug; ids stay. */
  renameUser(username: string, to: string): void;
}

export type OutsideChanges = OutsidePlays & LibraryChanges;

export interface OutsideChangesDeps {
  readonly accounts: readonly TraktAccount[];
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

const toSummary = ({ id, watchedAt, item }: Play): PlaySummary => ({
  id,
  watchedAt,
  itemId: item.id,
  type: item.kind,
});

function toPlay(catalogue: Catalogue, newPlay: NewPlay, freeId: string): Play {
  const { watchedAt, id, action = 'watch', ...item } = newPlay;
  const common = { id: id ?? freeId, watched_at: watchedAt, action };
  const run: ScenarioPlays =
    'movie' in item ? { ...common, ...item } : { ...common, ...item, count: 1, every_minutes: 0 };
  const [play] = expandPlays(catalogue, run);
  if (play === undefined) throw new Error('No such item in the scenario');
  return play;
}

export function createOutsideChanges(deps: OutsideChangesDeps): OutsideChanges {
  const { accounts, catalogue, clock } = deps;
  let freeId = accounts
    .flatMap((account) => account.plays.all('all'))
    .reduce((most, play) => (BigInt(play.id) > most ? BigInt(play.id) : most), 0n);

  function tell(account: TraktAccount, play: Play, options?: ChangeOptions): void {
    if (options?.movesActivity !== false)
      touchActivity(account, `${play.item.kind}s.watched_at`, clock);
  }
  return {
    addPlay(newPlay, options) {
      const account = accountNamed(accounts, options?.username);
      freeId += 1n;
      const play = toPlay(catalogue, newPlay, String(freeId));
      account.plays.add(play);
      tell(account, play, options);
      if (options?.movesActivity !== false) takeOffWatchlist(account, play.item, clock);
      return play.id;
    },
    removePlay(id, options) {
      const account = accountNamed(accounts, options?.username);
      const removed = account.plays.remove(id);
      if (removed !== undefined) tell(account, removed, options);
      return removed !== undefined;
    },
    editPlay(id, { watchedAt }, options) {
      const account = accountNamed(accounts, options?.username);
      const before = account.plays.remove(id);
      if (before === undefined) throw new Error(`No play ${id} to edit`);
      account.plays.add({ ...before, watchedAt });
      tell(account, before, options);
    },
    ...createLibraryChanges({ accounts, catalogue, clock }),
    plays: (username) => accountNamed(accounts, username).plays.all('all').map(toSummary),
    renameUser(username, to) {
      const account = accountNamed(accounts, username);
      account.source = { ...account.source, username: to };
    },
  };
}
