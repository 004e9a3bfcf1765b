import type { Answer, Route, SimRequest } from '../../server/exchange.js';
import { pageAnswer, readPage } from '../paging.js';
import type { ListAccess } from './list-access.js';
import { listChangeBody, newListBody, readBody, toFields } from './list-bodies.js';
import type { ListDesk } from './list-desk.js';
import { renderList } from './render-list.js';

export interface ListRouteDeps {
  readonly access: ListAccess;
  readonly desk: ListDesk;
}

/** The lists themselves (Trakt API notes §9.2). */
export function createListRoutes({ access, desk }: ListRouteDeps): Route[] {
  const nameOf = (request: SimRequest): string => request.params['list_id'] ?? '';

  function all(request: SimRequest): Answer {
    const owner = access.ownerOf(request);
    const lists = access.listsOf(request);
    const page = readPage(request);
    const json = lists
      .slice(page.from, page.from + page.limit)
      .map((list) => renderList(list, owner));
    return pageAnswer(json, page, lists.length);
  }
  function one(request: SimRequest): Answer {
    const list = access.listOf(request);
    return {
      status: 200,
      json: renderList(list, access.ownerOf(request)),
      headers: { 'x-sort-by': list.sortBy, 'x-sort-how': list.sortHow },
    };
  }
  function create(request: SimRequest): Answer {
    const writer = access.writerOf(request);
    const body = readBody(request, newListBody);
    const list = desk.create(writer, { ...toFields(body), name: body.name });
    return { status: 201, json: renderList(list, writer) };
  }
  function update(request: SimRequest): Answer {
    const writer = access.writerOf(request);
    const list = desk.find(writer, nameOf(request));
    const changed = desk.change(writer, list, toFields(readBody(request, listChangeBody)));
    return { status: 200, json: renderList(changed, writer) };
  }
  function remove(request: SimRequest): Answer {
    const writer = access.writerOf(request);
    desk.remove(writer, desk.find(writer, nameOf(request)));
    return { status: 204 };
  }
  const everyList = '/users/{id}/lists';
  const oneList = '/users/{id}/lists/{list_id}';
  return [
    { method: 'GET', pattern: everyList, handle: all },
    { method: 'POST', pattern: everyList, handle: create },
    // Nobody shares lists here.
    {
      method: 'GET',
      pattern: `${everyList}/collaborations`,
      handle: (request) => {
        access.ownerOf(request);
        return pageAnswer([], readPage(request), 0);
      },
    },
    { method: 'GET', pattern: oneList, handle: one },
    { method: 'PUT', pattern: oneList, handle: update },
    { method: 'DELETE', pattern: oneList, handle: remove },
  ];
}
