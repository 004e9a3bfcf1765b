import type { Clock } from '../../platform/lib/clock.js';
import type { Scenario, ScenarioPlays, ScenarioTraktUser } from '../scenario.js';

import { findItem, type Catalogue, type CatalogueItem } from './catalogue.js';
import { expandLists } from './lists/expand-lists.js';
import { createListShelf, type ListShelf } from './lists/list-shelf.js';
import { createPlayIndex, type Play, type PlayIndex } from './play-index.js';

interface Rated {
  readonly item: CatalogueItem;
  readonly rating: number;
  readonly ratedAt: string;
}
interface Collected {
  readonly item: CatalogueItem;
  readonly collectedAt: string;
}
interface Listed {
  readonly id: number;
  readonly item: CatalogueItem;
  readonly listedAt: string;
}

export interface TraktAccount {
  /** Another object after a renaming. */
  source: ScenarioTraktUser;
  readonly plays: PlayIndex;
  ratings: readonly Rated[];
  collection: readonly Collected[];
  watchlist: readonly Listed[];
  readonly lists: ListShelf;
  /** `group.field` → instant. */
  readonly activities: Map<string, string>;
}

/** One play or one per episode of a run; ids and times go up from the first. */
export function expandPlays(catalogue: Catalogue, plays: ScenarioPlays): Play[] {
  const start = Date.parse(plays.watched_at);
  if ('movie' in plays) {
    const item = findItem(catalogue, { movie: plays.movie });
    return item.kind === 'movie'
      ? [{ id: String(plays.id), watchedAt: plays.watched_at, action: plays.action, item }]
      : [];
  }
  return Array.from({ length: plays.count }, (_, step) => {
    const item = findItem(catalogue, {
      show: plays.show,
      season: plays.season,
      number: plays.number + step,
    });
    if (item.kind !== 'episode') throw new Error('A run of plays names episodes');
    return {
      id: String(BigInt(plays.id) + BigInt(step)),
      watchedAt: new Date(start + step * plays.every_minutes * 60_000).toISOString(),
      action: plays.action,
      item,
    };
  });
}

const latest = (instants: readonly string[]): string =>
  instants.reduce((last, next) => (next > last ? next : last), '2020-01-01T00:00:00.000Z');

const quietFields = {
  movies: ['favorited_at', 'commented_at', 'paused_at', 'hidden_at'],
  episodes: ['commented_at', 'paused_at'],
  shows: ['favorited_at', 'commented_at', 'hidden_at', 'dropped_at'],
  seasons: ['commented_at', 'hidden_at'],
  comments: ['liked_at', 'reacted_at', 'blocked_at'],
  lists: ['liked_at', 'reacted_at', 'commented_at'],
  favorites: ['updated_at'],
  collaborations: ['updated_at'],
  account: ['settings_at', 'followed_at', 'following_at', 'pending_at', 'requested_at'],
  saved_filters: ['updated_at'],
  notes: ['updated_at'],
};

function initialActivities(account: Omit<TraktAccount, 'activities'>): Map<string, string> {
  const { plays, ratings, collection, watchlist, lists } = account;
  const of = <T extends { readonly item: CatalogueItem }>(
    items: readonly T[],
    kind: CatalogueItem['kind'],
    at: (item: T) => string,
  ) => latest(items.filter((entry) => entry.item.kind === kind).map(at));
  const activities = new Map<string, string>([
    ['movies.watched_at', latest(plays.all('movies').map((play) => play.watchedAt))],
    ['episodes.watched_at', latest(plays.all('episodes').map((play) => play.watchedAt))],
    ['watchlist.updated_at', latest(watchlist.map((entry) => entry.listedAt))],
    ['lists.updated_at', latest(lists.current().map((list) => list.updatedAt))],
  ]);
  for (const kind of ['movie', 'episode', 'show', 'season'] as const) {
    activities.set(
      `${kind}s.rated_at`,
      of(ratings, kind, (entry) => entry.ratedAt),
    );
    activities.set(
      `${kind}s.watchlisted_at`,
      of(watchlist, kind, (entry) => entry.listedAt),
    );
    if (kind === 'movie' || kind === 'episode')
      activities.set(
        `${kind}s.collected_at`,
        of(collection, kind, (entry) => entry.collectedAt),
      );
  }
  for (const [group, fields] of Object.entries(quietFields)) {
    for (const field of fields) activities.set(`${group}.${field}`, latest([]));
  }
  return activities;
}

/** Moves a timestamp to now, and always forward: two changes in one millisecond are two moves. */
export function touchActivity(account: TraktAccount, field: string, clock: Clock): void {
  const before = Date.parse(account.activities.get(field) ?? '2020-01-01T00:00:00.000Z');
  account.activities.set(
    field,
    new Date(Math.max(before + 1, clock.now().getTime())).toISOString(),
  );
}

export function createAccounts(
  trakt: Scenario['trakt'],
  catalogue: Catalogue,
): readonly TraktAccount[] {
  return trakt.users.map((source) => {
    const parts = {
      source,
      plays: createPlayIndex(source.plays.flatMap((plays) => expandPlays(catalogue, plays))),
      ratings: source.ratings.map(({ item, rating, rated_at }) => ({
        item: findItem(catalogue, item),
        rating,
        ratedAt: rated_at,
      })),
      collection: source.collection.map(({ item, collected_at }) => ({
        item: findItem(catalogue, item),
        collectedAt: collected_at,
      })),
      watchlist: source.watchlist.map(({ id, item, listed_at }) => ({
        id,
        item: findItem(catalogue, item),
        listedAt: listed_at,
      })),
      lists: createListShelf(expandLists(catalogue, source.lists)),
    };
    return { ...parts, activities: initialActivities(parts) };
  });
}

/** The scenario's first user unless named. */
export function accountNamed(accounts: readonly TraktAccount[], username?: string): TraktAccount {
  const isMeant = ({ source }: TraktAccount): boolean =>
    username === undefined || source.username === username;
  const account = accounts.find(isMeant);
  if (account === undefined) throw new Error(`The scenario has no Trakt user ${username ?? ''}`);
  return account;
}
