import type { Access, CallOptions } from '../../http/call.js';
import type { TraktEpisode, TraktIds, TraktMovie, TraktShow } from '../trakt-client.js';

/** A personal list without its items. */
export interface TraktList {
  /** The number stays for good; the slug is made of the first name and outlives it. */
  readonly ids: { readonly trakt: number; readonly slug: string | null };
  /** Emojis may come back as short codes (`:smiley:`), here and in the description. */
  readonly name: string;
  readonly description: string | null;
  /** `private`, `link`, `friends`, `public`, or what Trakt may add. */
  readonly privacy: string;
  readonly shareLink: string | null;
  readonly displayNumbers: boolean;
  readonly allowComments: boolean;
  readonly sortBy: string;
  readonly sortHow: string;
  /** People among them, too. */
  readonly itemCount: number;
  readonly updatedAt: string;
}

export type ListPrivacy = 'private' | 'link' | 'friends' | 'public';

/** What is left out stays as it is; of a new list: private, unnumbered, with comments, by rank. */
export interface ListFields {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly privacy?: ListPrivacy | undefined;
  readonly displayNumbers?: boolean | undefined;
  readonly allowComments?: boolean | undefined;
  readonly sortBy?: string | undefined;
  readonly sortHow?: 'asc' | 'desc' | undefined;
}

export interface NewList extends ListFields {
  readonly name: string;
}

export type ListItemType = 'movie' | 'show' | 'season' | 'episode';

/** One row of a list. */
export type TraktListItem = {
  /** Of the row; reordering goes by it. */
  readonly id: number;
  /** From 1, without a promise that there are no gaps. */
  readonly rank: number;
  readonly listedAt: string;
  /** Of the film, show, season or episode; unique per type only. */
  readonly traktId: number;
} & (
  | { readonly type: 'movie'; readonly movie: TraktMovie }
  | { readonly type: 'show'; readonly show: TraktShow }
  | { readonly type: 'season'; readonly season: ListedSeason; readonly show: TraktShow }
  | { readonly type: 'episode'; readonly episode: TraktEpisode; readonly show: TraktShow }
);

export interface ListedSeason {
  readonly ids: TraktIds;
  readonly number: number;
}

/** A list read to its end. */
export interface TraktListContents {
  /** By rank: sorting by anything else is ignored by Trakt (Trakt API notes, list items). */
  readonly items: readonly TraktListItem[];
  /** Rows of a type we do not know, people above all. */
  readonly skipped: number;
}

/** An item as Trakt is told of it: one id is enough, Trakt's own is the surest. */
export interface ListItemName {
  readonly type: ListItemType;
  readonly ids: {
    readonly trakt?: number | undefined;
    readonly slug?: string | undefined;
    readonly tmdb?: number | undefined;
    readonly tvdb?: number | undefined;
    readonly imdb?: string | undefined;
  };
}

export type ListItemCounts = Readonly<Record<ListItemType, number>>;

/** The list after a write, as the write itself says: a read may still show the list before it. */
export interface ListAfterwards {
  readonly itemCount: number;
  readonly updatedAt: string;
}

export interface ItemsAdded {
  readonly added: ListItemCounts;
  /** On the list already; left alone. */
  readonly existing: ListItemCounts;
  /** What Trakt does not have, by the ids it was asked with. */
  readonly notFound: readonly ListItemName[];
  /** Null where Trakt does not say. */
  readonly list: ListAfterwards | null;
}

export interface ItemsRemoved {
  readonly removed: ListItemCounts;
  readonly notFound: readonly ListItemName[];
  readonly list: ListAfterwards | null;
}

export interface ItemsReordered {
  readonly updated: number;
  /** Row ids the list does not have. */
  readonly skippedIds: readonly number[];
}

/** What the account may have; null where Trakt does not say. */
export interface ListLimits {
  readonly vip: boolean;
  readonly lists: number | null;
  readonly itemsPerList: number | null;
}

export interface ItemsOfList {
  readonly listId: number;
  /** At most `largestListWrite`. */
  readonly items: readonly ListItemName[];
}

/**
 * A person's own lists; each method throws `UpstreamError` only, `not-found` where the list is gone, `account-limit` and
 * `vip-only` with what Trakt said of it in `facts.limit`. Reads may lag some seconds behind writes (Trakt API notes, list
 * items): believe what a write answers.
 */
export interface TraktLists {
  /** All of them, read to the end and count-checked. */
  readLists(access: Access, options?: CallOptions): Promise<readonly TraktList[]>;
  readList(access: Access, listId: number, options?: CallOptions): Promise<TraktList>;
  /** Trakt keeps no two creations apart: after an unclear one look for the list before creating it again. */
  createList(access: Access, list: NewList, options?: CallOptions): Promise<TraktList>;
  updateList(
    access: Access,
    change: ListFields & { readonly listId: number },
    options?: CallOptions,
  ): Promise<TraktList>;
  /** With all its items. `gone`: it was not there (any more). */
  deleteList(access: Access, listId: number, options?: CallOptions): Promise<'deleted' | 'gone'>;
  /**
   * Every row, count-checked. Of a list whose `itemCount` is above 0 do not believe an empty answer: Trakt has answered so
   * for lists that one may not see.
   */
  readListItems(access: Access, listId: number, options?: CallOptions): Promise<TraktListContents>;
  /** In one request, appended in their order; safe to repeat. */
  addListItems(access: Access, to: ItemsOfList, options?: CallOptions): Promise<ItemsAdded>;
  /** In one request, by what the items are; safe to repeat. */
  removeListItems(access: Access, from: ItemsOfList, options?: CallOptions): Promise<ItemsRemoved>;
  /** The rows named first, in this order. Trakt has confirmed orders without applying them: read back later. */
  reorderListItems(
    access: Access,
    order: { readonly listId: number; readonly itemIds: readonly number[] },
    options?: CallOptions,
  ): Promise<ItemsReordered>;
  readListLimits(access: Access, options?: CallOptions): Promise<ListLimits>;
}
