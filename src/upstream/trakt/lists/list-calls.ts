import {
  assertAccepted,
  isNotFound,
  type UpstreamHttp,
  type UpstreamRequest,
} from '../../http/index.js';
import { settingsSchema } from '../account-schemas.js';
import type { AnswerReader } from '../answer-reader.js';
import { rowsOf } from '../row-schemas.js';
import { listSchema, updatedListSchema } from './list-schemas.js';
import { readAllPages } from './read-all-pages.js';
import type { ListFields, TraktLists } from './trakt-lists.js';

type Names = Exclude<
  keyof TraktLists,
  'readListItems' | 'addListItems' | 'removeListItems' | 'reorderListItems'
>;

/** The lists themselves; their items are in `list-item-calls.ts`. */
export const listCalls = (
  http: UpstreamHttp,
  { readOne }: AnswerReader,
): Pick<TraktLists, Names> => ({
  readLists: async (access, options) => {
    const { rows } = await readAllPages({
      fetchPage: (window) =>
        http.send({ request: { ...allLists('GET'), query: window }, access, options }),
      rows: rowsOf(['personal'], listSchema),
      idOf: (list) => list.ids.trakt,
    });
    return rows;
  },
  readList: (access, listId, options) =>
    readOne({ request: oneList('GET', listId), access, options }, listSchema),
  createList: (access, list, options) =>
    readOne({ request: { ...allLists('POST'), body: toBody(list) }, access, options }, listSchema),
  updateList: (access, { listId, ...change }, options) => {
    const request = { ...oneList('PUT', listId), body: toBody(change) };
    return readOne({ request, access, options }, updatedListSchema(listId));
  },
  deleteList: async (access, listId, options) => {
    try {
      assertAccepted(await http.send({ request: oneList('DELETE', listId), access, options }));
      return 'deleted';
    } catch (thrown) {
      if (isNotFound(thrown)) return 'gone';
      throw thrown;
    }
  },
  readListLimits: async (access, options) => {
    const request = { method: 'GET', path: '/users/settings' } as const;
    const { vip, limits } = await readOne({ request, access, options }, settingsSchema);
    return {
      vip,
      lists: limits['list.count'] ?? null,
      itemsPerList: limits['list.item_count'] ?? null,
    };
  },
});

const allLists = (method: 'GET' | 'POST'): UpstreamRequest => ({
  method,
  path: '/users/{id}/lists',
  at: { id: 'me' },
});

const oneList = (method: 'GET' | 'PUT' | 'DELETE', listId: number): UpstreamRequest => ({
  method,
  path: '/users/{id}/lists/{list_id}',
  at: { id: 'me', list_id: listId },
});

/** JSON leaves out what is undefined. */
const toBody = (fields: ListFields): object => ({
  name: fields.name,
  description: fields.description,
  privacy: fields.privacy,
  display_numbers: fields.displayNumbers,
  allow_comments: fields.allowComments,
  sort_by: fields.sortBy,
  sort_how: fields.sortHow,
});
