import { Refusal, type Answer, type Route, type SimRequest } from '../server/exchange.js';

import type { TraktAccount } from './accounts.js';
import type { Catalogue } from './catalogue.js';
import { pageAnswer, readPage, wants } from './paging.js';
import type { Play, PlayKey } from './play-index.js';
import { renderTyped } from './render-items.js';
import { wholeNumber } from './whole-number.js';

interface HistoryDeps {
  readonly catalogue: Catalogue;
  readonly accountOf: (request: SimRequest) => TraktAccount;
}

const renderPlay = (play: Play, full: boolean): object => ({
  id: wholeNumber(play.id),
  watched_at: play.watchedAt,
  action: play.action,
  ...renderTyped(play.item, full),
});

/** `YYYY-MM-DD` and full datetimes are both taken; both bounds inclusive. */
function readInstant(request: SimRequest, name: string): number | undefined {
  const text = request.query.get(name);
  if (text === null || text === '') return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new Refusal({ status: 400 });
  return at;
}

function keyOfType(type: string): PlayKey {
  if (type === 'all') return 'all';
  if (type === 'movies') return 'movies';
  if (type === 'shows' || type === 'seasons' || type === 'episodes') return 'episodes';
  throw new Refusal({ status: 404 });
}

function keyOfItem(catalogue: Catalogue, type: string, id: string): PlayKey {
  const missing = new Refusal({ status: 404 });
  const number = Number(id);
  switch (type) {
    case 'movies': {
      const movie = catalogue.movie(id);
      if (movie === undefined) throw missing;
      return `movie:${movie.id}`;
    }
    case 'shows': {
      const show = catalogue.show(id);
      if (show === undefined) throw missing;
      return `show:${show.id}`;
    }
    case 'seasons':
      if (catalogue.season(number) === undefined) throw missing;
      return `season:${number}`;
    case 'episodes':
      if (catalogue.episode(number) === undefined) throw missing;
      return `episode:${number}`;
    default:
      throw missing;
  }
}

/** Trakt API notes §5.2. */
export function createHistoryRoutes({ catalogue, accountOf }: HistoryDeps): Route[] {
  function answer(request: SimRequest, key: PlayKey): Answer {
    const page = readPage(request);
    const { plays, total } = accountOf(request).plays.slice(key, {
      from: page.from,
      count: page.limit,
      startAt: readInstant(request, 'start_at'),
      endAt: readInstant(request, 'end_at'),
    });
    const full = wants(request, 'full');
    return pageAnswer(
      plays.map((play) => renderPlay(play, full)),
      page,
      total,
    );
  }
  return [
    { method: 'GET', pattern: '/sync/history', handle: (request) => answer(request, 'all') },
    {
      method: 'GET',
      pattern: '/sync/history/{type}',
      handle: (request) => answer(request, keyOfType(request.params['type'] ?? '')),
    },
    {
      method: 'GET',
      pattern: '/sync/history/{type}/{id}',
      handle: (request) =>
        answer(
          request,
          keyOfItem(catalogue, request.params['type'] ?? '', request.params['id'] ?? ''),
        ),
    },
  ];
}
