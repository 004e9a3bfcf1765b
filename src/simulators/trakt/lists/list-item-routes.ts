import { Refusal, type Answer, type Route, type SimRequest } from '../../server/exchange.js';
import { pageAnswer, readPage, wants } from '../paging.js';
import type { ListAccess } from './list-access.js';
import { itemsBody, orderBody, readBody } from './list-bodies.js';
import type { ListRouteDeps } from './list-routes.js';
import { renderEntry } from './render-list.js';
import type { ItemWrites, Writing } from './write-items.js';

const types = ['movie', 'show', 'season', 'episode', 'person'];

/** By rank whatever was asked for (Trakt API notes §9.3). */
function readItems(access: ListAccess, request: SimRequest): Answer {
  const asked = request.params['type']?.split(',');
  if (asked?.some((type) => !types.includes(type)) === true) throw new Refusal({ status: 404 });
  const list = access.listOf(request);
  const ranked = list.entries.map((entry, index) => ({ entry, rank: index + 1 }));
  const entries = ranked.filter(({ entry }) => asked?.includes(entry.item.kind) ?? true);
  const page = readPage(request);
  const json = entries
    .slice(page.from, page.from + page.limit)
    .map(({ entry, rank }) => renderEntry(entry, { rank, full: wants(request, 'full') }));
  const answer = pageAnswer(json, page, entries.length);
  const sort = {
    'x-sort-by': list.sortBy,
    'x-sort-how': list.sortHow,
    'x-applied-sort-by': 'rank',
    'x-applied-sort-how': 'asc',
  };
  return { ...answer, headers: { ...answer.headers, ...sort } };
}

/** What is on a list. */
export function createListItemRoutes({
  access,
  desk,
  writes,
}: ListRouteDeps & { readonly writes: ItemWrites }): Route[] {
  const writing = (request: SimRequest): Writing => {
    const writer = access.writerOf(request);
    return { writer, list: desk.find(writer, request.params['list_id'] ?? '') };
  };
  const read = (request: SimRequest): Answer => readItems(access, request);
  const add = (request: SimRequest): Answer =>
    writes.add(writing(request), readBody(request, itemsBody));
  const remove = (request: SimRequest): Answer =>
    writes.remove(writing(request), readBody(request, itemsBody));
  const reorder = (request: SimRequest): Answer =>
    writes.reorder(writing(request), readBody(request, orderBody).rank);
  const path = '/users/{id}/lists/{list_id}/items';
  return [
    { method: 'GET', pattern: path, handle: read },
    { method: 'GET', pattern: `${path}/{type}`, handle: read },
    { method: 'GET', pattern: `${path}/{type}/{sort_by}/{sort_how}`, handle: read },
    { method: 'POST', pattern: path, handle: add },
    { method: 'POST', pattern: `${path}/remove`, handle: remove },
    { method: 'POST', pattern: `${path}/reorder`, handle: reorder },
    { method: 'POST', pattern: '/users/{id}/lists/{list_id}/reorder', handle: reorder },
  ];
}
