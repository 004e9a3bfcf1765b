import type { ListDiff } from '../reconcile/diff.js';
import { inRequests, toNames } from '../reconcile/in-requests.js';
import { isTraktKey, type TraktKey } from '../item-key.js';
import type { LearntRow } from '../stores/item-store.js';
import type { AtTrakt, ListSyncDeps } from './list-access.js';

export interface WritingItems {
  readonly listId: string;
  readonly traktListId: number;
  readonly diff: ListDiff;
}

/** Removes, then adds, so many at a time as Trakt takes; what it does not have is remembered at once. */
export async function writeItems(
  { trakt, items, clock }: Pick<ListSyncDeps, 'trakt' | 'items' | 'clock'>,
  { listId, traktListId, diff }: WritingItems,
  { access, options }: AtTrakt,
): Promise<void> {
  const leaving = diff.remove.filter(isTraktKey);
  for (const piece of inRequests(leaving)) {
    const request = { listId: traktListId, items: toNames(piece) };
    await trakt.removeListItems(access, request, options);
    await items.unlearn(listId, 'ours', piece);
  }
  for (const piece of inRequests(diff.add)) {
    const keys = piece.map(({ key }) => key);
    // Ours from before it is there: a death in between must not make it a stranger's.
    await items.learn(listId, keys.map(toOurs), clock.now());
    const request = { listId: traktListId, items: toNames(keys) };
    const { notFound } = await trakt.addListItems(access, request, options);
    const unknown = new Set(
      notFound.map(({ type, ids }) => `${type}:${ids.trakt ?? 0}` satisfies TraktKey),
    );
    const rows = piece
      .filter(({ key }) => unknown.has(key))
      .map(({ key, fingerprint }): LearntRow => ({ kind: 'not-found', key, value: fingerprint }));
    await items.learn(listId, rows, clock.now());
    await items.unlearn(
      listId,
      'ours',
      rows.map(({ key }) => key),
    );
  }
}

const toOurs = (key: TraktKey): LearntRow => ({ kind: 'ours', key, value: '' });
