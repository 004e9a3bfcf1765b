import type { UpstreamRequest } from '../http/index.js';
import type { HistoryQuery, PageQuery } from './trakt-client.js';

/** Trakt clamps a larger one silently. */
export const largestPage = 250;

/** Always both: without them defaults differ per endpoint (Trakt API notes, pagination). */
export const toPaging = ({ page, limit }: PageQuery) => ({
  page,
  limit: Math.min(limit, largestPage),
});

/** Of ratings, collection and watchlist. */
export const toLibraryQuery = (query: PageQuery) => ({ ...toPaging(query), extended: 'full' });

/** `/sync/history[/{type}[/{id}]]`, newest first; the dates filter on the time watched. */
export function toHistoryRequest(query: HistoryQuery): UpstreamRequest {
  const { type, itemId, startAt, endAt } = query;
  return {
    method: 'GET',
    path: toPath(query),
    at: {
      ...(type === undefined ? {} : { type }),
      ...(itemId === undefined ? {} : { id: itemId }),
    },
    query: {
      ...toPaging(query),
      start_at: startAt,
      end_at: endAt,
      extended: 'full',
    },
  };
}

function toPath({ type, itemId }: HistoryQuery): string {
  if (type === undefined && itemId !== undefined)
    throw new Error('a history of one item needs its type');
  if (type === undefined) return '/sync/history';
  return itemId === undefined ? '/sync/history/{type}' : '/sync/history/{type}/{id}';
}
