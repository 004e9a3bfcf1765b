import type { Clock } from '../../../platform/lib/clock.js';
import type { ScenarioItemName } from '../../scenario.js';
import { accountNamed, touchActivity, type TraktAccount } from '../accounts.js';
import { findItem, type Catalogue, type CatalogueItem } from '../catalogue.js';

interface Whose {
  /** Default: the scenario's first user. */
  readonly username?: string | undefined;
}

/** What a person does to ratings, collection and watchlist while the simulator runs; `last_activities` moves with it. */
export interface LibraryChanges {
  /** Rates, or rates anew; null takes the rating away. */
  rate(
    item: ScenarioItemName,
    rating: number | null,
    how?: Whose & { readonly at?: string | undefined },
  ): void;
  putOnWatchlist(item: ScenarioItemName, whose?: Whose): void;
  removeFromWatchlist(item: ScenarioItemName, whose?: Whose): void;
  /** An episode or a film. */
  addToCollection(item: ScenarioItemName, whose?: Whose): void;
  removeFromCollection(item: ScenarioItemName, whose?: Whose): void;
}

export interface LibraryChangesDeps {
  readonly accounts: readonly TraktAccount[];
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

const isSame = (one: CatalogueItem, other: CatalogueItem): boolean =>
  one.kind === other.kind && one.id === other.id;

function touchWatchlist(account: TraktAccount, item: CatalogueItem, clock: Clock): void {
  touchActivity(account, `${item.kind}s.watchlisted_at`, clock);
  touchActivity(account, 'watchlist.updated_at', clock);
}

/** Watching takes an item off the list: one episode its season and its show too (Trakt API notes §5.6). */
export function takeOffWatchlist(
  account: TraktAccount,
  watched: CatalogueItem,
  clock: Clock,
): void {
  const isTaken = (item: CatalogueItem): boolean =>
    isSame(item, watched) ||
    (watched.kind === 'episode' &&
      (isSame(item, watched.show) ||
        (item.kind === 'season' &&
          item.show.id === watched.show.id &&
          item.number === watched.season)));
  for (const { item } of account.watchlist.filter((entry) => isTaken(entry.item)))
    touchWatchlist(account, item, clock);
  account.watchlist = account.watchlist.filter(({ item }) => !isTaken(item));
}

export function createLibraryChanges({
  accounts,
  catalogue,
  clock,
}: LibraryChangesDeps): LibraryChanges {
  const now = (): string => clock.now().toISOString();
  return {
    rate(name, rating, { username, at } = {}) {
      const account = accountNamed(accounts, username);
      const item = findItem(catalogue, name);
      const others = account.ratings.filter((rated) => !isSame(rated.item, item));
      account.ratings =
        rating === null ? others : [{ item, rating, ratedAt: at ?? now() }, ...others];
      touchActivity(account, `${item.kind}s.rated_at`, clock);
    },
    putOnWatchlist(name, { username } = {}) {
      const account = accountNamed(accounts, username);
      const item = findItem(catalogue, name);
      const id = Math.max(0, ...account.watchlist.map((listed) => listed.id)) + 1;
      account.watchlist = [...account.watchlist, { id, item, listedAt: now() }];
      touchWatchlist(account, item, clock);
    },
    removeFromWatchlist(name, { username } = {}) {
      const account = accountNamed(accounts, username);
      const item = findItem(catalogue, name);
      account.watchlist = account.watchlist.filter((listed) => !isSame(listed.item, item));
      touchWatchlist(account, item, clock);
    },
    addToCollection(name, { username } = {}) {
      const account = accountNamed(accounts, username);
      const item = findItem(catalogue, name);
      account.collection = [{ item, collectedAt: now() }, ...account.collection];
      touchActivity(account, `${item.kind}s.collected_at`, clock);
    },
    removeFromCollection(name, { username } = {}) {
      const account = accountNamed(accounts, username);
      const item = findItem(catalogue, name);
      account.collection = account.collection.filter((collected) => !isSame(collected.item, item));
      touchActivity(account, `${item.kind}s.collected_at`, clock);
    },
  };
}
