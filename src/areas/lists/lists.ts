import type { Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import type { Page, PageWish } from '../../platform/lib/page-cursor.js';
import type { TraktLists } from '../../upstream/trakt/index.js';
import type { Audit } from '../audit/index.js';
import type { Connections } from '../connections/index.js';
import type { Language } from '../history/index.js';
import type { Notifications } from '../notifications/index.js';
import type { ListFactsReader } from './facts/list-facts-source.js';
import { createKeepLists } from './keeping/keep-lists.js';
import { previewList, type Previewing } from './keeping/preview-list.js';
import { toView } from './keeping/to-view.js';
import type { ListView } from './list.js';
import type { ListRunView } from './list-run.js';
import { createItemStore, type KeptItem } from './stores/item-store.js';
import { createListStore } from './stores/list-store.js';
import { createListedTitleStore } from './stores/listed-title-store.js';
import { createPartStore } from './stores/part-store.js';
import { createListRunStore } from './stores/run-store.js';
import { createListSyncing } from './syncing/list-syncing.js';

export interface ListsDeps {
  readonly db: Database;
  readonly facts: ListFactsReader;
  readonly connections: Pick<Connections, 'accessOf'>;
  readonly trakt: TraktLists;
  readonly notifications: Pick<Notifications, 'notify'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly localeOf: (userId: string) => Promise<Language>;
  readonly timeZoneOf: (userId: string) => Promise<string>;
  readonly clock: Clock;
  /** So long after a write Trakt may still show what was before it, in ms. */
  readonly readLagMs: number;
}

/** Whoever asked for a deletion may be about to begin it. */
const graceMs = 60_000;

export type Lists = ReturnType<typeof createLists>;

/** People's lists: what they are to be, what they hold, and how they come to Trakt. */
export function createLists(deps: ListsDeps) {
  const stores = {
    lists: createListStore(deps),
    parts: createPartStore(deps),
    items: createItemStore(deps),
    runs: createListRunStore(deps),
    listedTitles: createListedTitleStore(deps),
  };
  const parts = { ...deps, ...stores };
  return {
    keeping: {
      ...createKeepLists(parts),
      async page(
        userId: string,
        wish: PageWish & { readonly deleted?: boolean | undefined },
      ): Promise<Page<ListView>> {
        const page = await stores.lists.page(userId, wish);
        return { ...page, items: page.items.map(toView) };
      },
      /** By rank, after that one. */
      items: (
        listId: string,
        wish: { readonly after: number; readonly limit: number },
      ): Promise<readonly KeptItem[]> => stores.items.page(listId, wish),
      preview: (wish: Previewing) => previewList(parts, wish),
      /** Lists whose deletion was asked for a while ago and never began: a process died, or Temporal was away. */
      async unbegunDeletions(): Promise<readonly { userId: string; listId: string }[]> {
        const before = new Date(deps.clock.now().getTime() - graceMs);
        const lists = await stores.lists.unbegunDeletions(before);
        return lists.map(({ id, userId }) => ({ userId, listId: id }));
      },
    },
    runs: {
      find: (userId: string, id: string): Promise<ListRunView | undefined> =>
        stores.runs.find(userId, id),
      page: (listId: string, wish: PageWish): Promise<Page<ListRunView>> =>
        stores.runs.page(listId, wish),
    },
    facts: deps.facts,
    syncing: createListSyncing(parts),
    forgetPerson: async (userId: string): Promise<void> => {
      await deps.db.smartList.deleteMany({ where: { userId } });
    },
  };
}
