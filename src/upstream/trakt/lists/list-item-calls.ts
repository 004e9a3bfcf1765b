import type { UpstreamHttp, UpstreamRequest } from '../../http/index.js';
import type { AnswerReader } from '../answer-reader.js';
import { listItemRows } from './list-item-schemas.js';
import {
  itemsAddedSchema,
  itemsRemovedSchema,
  itemsReorderedSchema,
  toItemsBody,
} from './list-write-schemas.js';
import { readAllPages } from './read-all-pages.js';
import type { ItemsOfList, TraktLists } from './trakt-lists.js';

/** Items in one write: Trakt names no maximum, so it is a page (Trakt API notes, writing). */
export const largestListWrite = 250;

type Names = 'readListItems' | 'addListItems' | 'removeListItems' | 'reorderListItems';

export const listItemCalls = (
  http: UpstreamHttp,
  { readOne }: AnswerReader,
): Pick<TraktLists, Names> => ({
  readListItems: async (access, listId, options) => {
    const request: UpstreamRequest = {
      method: 'GET',
      path: itemsPath,
      at: { id: 'me', list_id: listId },
    };
    const { rows, skipped } = await readAllPages({
      fetchPage: (window) => http.send({ request: { ...request, query: window }, access, options }),
      rows: listItemRows,
      idOf: (row) => row.id,
    });
    return { items: rows.toSorted((one, other) => one.rank - other.rank), skipped };
  },
  addListItems: async (access, to, options) =>
    readOne({ request: writeItems(itemsPath, to), access, options }, itemsAddedSchema),
  removeListItems: async (access, from, options) => {
    const request = writeItems(`${itemsPath}/remove`, from);
    return readOne({ request, access, options }, itemsRemovedSchema);
  },
  reorderListItems: (access, { listId, itemIds }, options) => {
    const request: UpstreamRequest = {
      method: 'POST',
      path: `${itemsPath}/reorder`,
      at: { id: 'me', list_id: listId },
      body: { rank: itemIds },
    };
    return readOne({ request, access, options }, itemsReorderedSchema);
  },
});

const itemsPath = '/users/{id}/lists/{list_id}/items';

function writeItems(path: string, { listId, items }: ItemsOfList): UpstreamRequest {
  if (items.length > largestListWrite)
    throw new Error(
      `${items.length} list items in one write, at most ${largestListWrite} are sent`,
    );
  return {
    method: 'POST',
    path,
    at: { id: 'me', list_id: listId },
    body: toItemsBody(items),
  };
}
