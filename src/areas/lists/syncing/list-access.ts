import type { Clock } from '../../../platform/lib/clock.js';
import type { Access, CallOptions } from '../../../upstream/http/index.js';
import type { TraktList, TraktLists } from '../../../upstream/trakt/index.js';
import type { Connections } from '../../connections/index.js';
import type { ListedList } from '../reconcile/find-own-list.js';
import type { ItemStore } from '../stores/item-store.js';
import type { ListStore } from '../stores/list-store.js';
import type { PartStore } from '../stores/part-store.js';
import type { ListRunStore } from '../stores/run-store.js';

/** What is needed to work on a person's lists at Trakt. */
export interface ListSyncDeps {
  readonly lists: ListStore;
  readonly parts: PartStore;
  readonly items: ItemStore;
  readonly runs: ListRunStore;
  readonly connections: Pick<Connections, 'accessOf'>;
  readonly trakt: TraktLists;
  readonly clock: Clock;
  /** So long after a write Trakt may still show what was before it, in ms. */
  readonly readLagMs: number;
}

export interface OfListRun {
  readonly userId: string;
  readonly listId: string;
  readonly runId: string;
}

export interface AtTrakt {
  readonly access: Access;
  readonly options: CallOptions;
}

/** What is left of the time in which a read may still show what was before; 0 when it is over. */
export const lagLeft = (
  { clock, readLagMs }: Pick<ListSyncDeps, 'clock' | 'readLagMs'>,
  since: Date | null,
): number =>
  since === null ? 0 : Math.max(0, since.getTime() + readLagMs - clock.now().getTime());

/** As `findOwnList` looks at it. */
export const toListed = ({ ids, description }: TraktList): ListedList => ({
  traktId: ids.trakt,
  slug: ids.slug,
  description,
});
