import { UpstreamError, isNotFound } from '../../../upstream/http/index.js';
import type { TraktList, TraktLists } from '../../../upstream/trakt/index.js';
import { privacies, type ListSettings, type ShownList } from '../reconcile/shown-list.js';
import type { AtTrakt } from './list-access.js';
import { keyOf } from './prepare-list.js';

/** A list on Trakt with all its items; never from a cache. An empty answer of a list that says it holds something is none. */
export async function readPart(
  trakt: Pick<TraktLists, 'readList' | 'readListItems'>,
  traktListId: number,
  { access, options }: AtTrakt,
): Promise<ShownList | 'gone'> {
  try {
    const contents = await trakt.readListItems(access, traktListId, options);
    const list = await trakt.readList(access, traktListId, options);
    if (contents.items.length + contents.skipped === 0 && list.itemCount > 0)
      throw new UpstreamError(
        `Trakt shows no items of a list of which it says that it holds ${list.itemCount}.`,
        {
          service: 'trakt',
          kind: 'malformed',
          endpoint: 'GET /users/{id}/lists/{list_id}/items',
          unclear: false,
        },
      );
    const items = contents.items.map((row) => ({ rowId: row.id, rank: row.rank, key: keyOf(row) }));
    return { settings: toShown(list), items };
  } catch (thrown) {
    if (isNotFound(thrown)) return 'gone';
    throw thrown;
  }
}

const toShown = (list: TraktList): ListSettings => ({
  name: list.name,
  description: list.description ?? '',
  // What we do not know is nothing that we want: it is set.
  privacy: privacies.find((one) => one === list.privacy) ?? 'public',
  displayNumbers: list.displayNumbers,
  allowComments: list.allowComments,
  sortBy: list.sortBy,
  sortHow: list.sortHow === 'desc' ? 'desc' : 'asc',
});
