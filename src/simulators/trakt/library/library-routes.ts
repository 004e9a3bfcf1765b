import { groupBy } from '../../../platform/lib/group-by.js';
import { Refusal, type Answer, type Route, type SimRequest } from '../../server/exchange.js';

import type { TraktAccount } from '../accounts.js';
import type { CatalogueEpisode, CatalogueItem } from '../catalogue.js';
import { isPaged, pageAnswer, readPage, wants } from '../paging.js';
import { renderShow, renderTyped } from '../render-items.js';

interface LibraryDeps {
  readonly accountOf: (request: SimRequest) => TraktAccount;
}
type Collected = TraktAccount['collection'][number];

const ofType = <T extends { readonly item: CatalogueItem }>(
  entries: readonly T[],
  type: string | undefined,
): readonly T[] => {
  if (type === undefined || type === 'all' || type === 'media') return entries;
  if (!['movies', 'shows', 'seasons', 'episodes'].includes(type))
    throw new Refusal({ status: 404 });
  return entries.filter((entry) => `${entry.item.kind}s` === type);
};

function page<T>(
  request: SimRequest,
  entries: readonly T[],
  render: (entry: T, index: number) => object,
): Answer {
  const asked = readPage(request);
  const json = entries
    .slice(asked.from, asked.from + asked.limit)
    .map((entry, index) => render(entry, asked.from + index));
  return pageAnswer(json, asked, entries.length);
}

/** Everything unless paged (Trakt API notes §5.4). */
function ratings(request: SimRequest, { ratings: all }: TraktAccount): Answer {
  const asked = request.params['rating']?.split(',').map(Number);
  const entries = ofType(all, request.params['type']).filter(
    (entry) => asked?.includes(entry.rating) ?? true,
  );
  const render = (entry: TraktAccount['ratings'][number]): object => ({
    rated_at: entry.ratedAt,
    rating: entry.rating,
    ...renderTyped(entry.item, wants(request, 'full')),
  });
  return isPaged(request)
    ? page(request, entries, render)
    : { status: 200, json: entries.map(render) };
}

const isCollectedEpisode = (
  entry: Collected,
): entry is Collected & { readonly item: CatalogueEpisode } => entry.item.kind === 'episode';

function collectedShows(request: SimRequest, entries: readonly Collected[]): Answer {
  const shows = [...groupBy(entries.filter(isCollectedEpisode), (entry) => entry.item.show)];
  return page(request, shows, ([show, ofShow]) => ({
    type: 'show',
    last_collected_at: ofShow[0]?.collectedAt,
    last_updated_at: ofShow[0]?.collectedAt,
    show: renderShow(show, wants(request, 'full')),
    seasons: [...groupBy(ofShow, (entry) => entry.item.season)].map(([number, ofSeason]) => ({
      number,
      episodes: ofSeason.map((entry) => ({
        number: entry.item.number,
        collected_at: entry.collectedAt,
      })),
    })),
  }));
}

const metadata = {
  media_type: 'digital',
  resolution: 'hd_1080p',
  hdr: null,
  audio: null,
  audio_channels: null,
  '3d': false,
};

/** Trakt API notes §5.5. Compact: `extended=min` and the older `minimal/` path. */
function collection(request: SimRequest, { collection: all }: TraktAccount): Answer {
  const type = request.params['type'];
  if (type === 'shows') return collectedShows(request, all);
  const entries = ofType(all, type);
  if (wants(request, 'min') || request.pattern.includes('/minimal/')) {
    return {
      status: 200,
      json: Object.fromEntries(entries.map((entry) => [entry.item.id, entry.collectedAt])),
    };
  }
  return page(request, entries, (entry) => ({
    collected_at: entry.collectedAt,
    updated_at: entry.collectedAt,
    ...renderTyped(entry.item, wants(request, 'full')),
    ...(wants(request, 'metadata') && { metadata }),
  }));
}

/** Trakt API notes §5.6. */
function watchlist(request: SimRequest, { watchlist: all }: TraktAccount): Answer {
  const answer = page(request, ofType(all, request.params['type']), (entry, index) => ({
    id: entry.id,
    rank: index + 1,
    listed_at: entry.listedAt,
    notes: null,
    ...renderTyped(entry.item, wants(request, 'full')),
  }));
  const sort = {
    'x-sort-by': 'rank',
    'x-sort-how': 'asc',
    'x-applied-sort-by': 'rank',
    'x-applied-sort-how': 'asc',
  };
  return { ...answer, headers: { ...answer.headers, ...sort } };
}

export function createLibraryRoutes({ accountOf }: LibraryDeps): Route[] {
  const get = (
    pattern: string,
    answer: (request: SimRequest, account: TraktAccount) => Answer,
  ): Route => ({
    method: 'GET',
    pattern,
    handle: (request) => answer(request, accountOf(request)),
  });
  return [
    get('/sync/ratings', ratings),
    get('/sync/ratings/{type}', ratings),
    get('/sync/ratings/{type}/{rating}', ratings),
    get('/sync/collection/{type}', collection),
    get('/sync/collection/minimal/{type}', collection),
    get('/sync/watchlist', watchlist),
    get('/sync/watchlist/{type}', watchlist),
    get('/sync/watchlist/{type}/{sort_by}/{sort_how}', watchlist),
  ];
}
