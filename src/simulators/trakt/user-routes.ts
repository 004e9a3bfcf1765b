import type { Answer, Route, SimRequest } from '../server/exchange.js';

import type { TraktAccount } from './accounts.js';
import { listLimitsOf } from './lists/list-limits.js';
import { renderUser } from './render-items.js';

const minutesPerPlay = 24;

function lastActivities({ activities }: TraktAccount): object {
  const groups: Record<string, Record<string, string>> = {};
  let all = '';
  for (const [field, at] of activities) {
    const [group = '', name = ''] = field.split('.');
    (groups[group] ??= {})[name] = at;
    if (at > all) all = at;
  }
  return { all, ...groups };
}

/** Trakt API notes §7.1; the limits are those of §12. */
function settings(account: TraktAccount): object {
  const { source } = account;
  const limits = listLimitsOf(source);
  return {
    user: {
      ...renderUser(account),
      ids: { slug: source.username, trakt: source.trakt, uuid: source.uuid },
      joined_at: '2020-01-01T00:00:00.000Z',
      location: null,
      about: null,
      gender: null,
      age: null,
      images: { avatar: { full: 'https://media.trakt.example/avatar.webp' } },
    },
    account: {
      timezone: source.time_zone,
      date_format: 'ymd',
      time_24hr: true,
      cover_image: null,
      token: null,
      display_ads: false,
    },
    connections: { google: false, apple: false },
    permissions: { commenting: true, liking: true, following: true },
    limits: {
      list: { count: limits.lists, item_count: limits.itemsPerList },
      watchlist: { item_count: source.vip ? 5000 : 250 },
      favorites: { item_count: 50 },
    },
  };
}

function stats({ plays, ratings, collection }: TraktAccount): object {
  const count = (
    kind: string,
    entries: readonly { readonly item: { readonly kind: string } }[],
  ): number => entries.filter((entry) => entry.item.kind === kind).length;
  const forType = (type: 'movies' | 'episodes', kind: string): object => ({
    plays: plays.all(type).length,
    watched: new Set(plays.all(type).map((play) => play.item.id)).size,
    minutes: plays.all(type).length * minutesPerPlay,
    collected: count(kind, collection),
    ratings: count(kind, ratings),
    comments: 0,
  });
  const shows = new Set(
    plays.all('episodes').map((play) => (play.item.kind === 'episode' ? play.item.show.id : 0)),
  );
  const marks = Array.from({ length: 10 }, (_, index) => index + 1);
  return {
    movies: forType('movies', 'movie'),
    shows: { watched: shows.size, collected: 0, ratings: count('show', ratings), comments: 0 },
    seasons: { ratings: 0, comments: 0 },
    episodes: forType('episodes', 'episode'),
    network: { friends: 0, followers: 0, following: 0 },
    ratings: {
      total: ratings.length,
      distribution: Object.fromEntries(
        marks.map((mark) => [mark, ratings.filter((entry) => entry.rating === mark).length]),
      ),
    },
  };
}

/** Trakt API notes §5.1 and §7. */
export function createUserRoutes({
  accountOf,
}: {
  readonly accountOf: (request: SimRequest) => TraktAccount;
}): Route[] {
  const get = (pattern: string, render: (account: TraktAccount) => object): Route => ({
    method: 'GET',
    pattern,
    handle: (request): Answer => ({ status: 200, json: render(accountOf(request)) }),
  });
  return [
    get('/sync/last_activities', lastActivities),
    get('/users/settings', settings),
    get('/users/me', renderUser),
    get('/users/me/stats', stats),
  ];
}
