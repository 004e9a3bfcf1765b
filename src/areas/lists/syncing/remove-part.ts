import { findOwnList, type ListedList } from '../reconcile/find-own-list.js';
import type { PartRecord } from '../stores/part-store.js';
import { markerOf } from '../titles/marker.js';
import { lagLeft, type AtTrakt, type ListSyncDeps } from './list-access.js';

export interface RemovingPart {
  readonly listId: string;
  readonly kept: PartRecord;
  readonly listed: readonly ListedList[];
}

export type RemovedPart =
  | { readonly kind: 'removed' }
  /** It is not ours (any more) and stays. */
  | { readonly kind: 'left' }
  | { readonly kind: 'wait'; readonly ms: number };

/** A list of ours on Trakt is deleted there; one without our marker is left alone. Safe to repeat: what is gone is gone. */
export async function removePart(
  deps: Pick<ListSyncDeps, 'parts' | 'trakt' | 'clock' | 'readLagMs'>,
  { listId, kept, listed }: RemovingPart,
  { access, options }: AtTrakt,
): Promise<RemovedPart> {
  const { part, traktListId: storedId } = kept;
  const found = findOwnList({ storedId, marker: markerOf(listId, part), lists: listed });
  if (found.kind === 'ours') await deps.trakt.deleteList(access, found.traktId, options);
  if (found.kind === 'missing') {
    // It may have been made just now, and not be shown yet.
    const ms = lagLeft(deps, kept.intendedAt ?? kept.linkedAt);
    if (ms > 0) return { kind: 'wait', ms };
  }
  await deps.parts.forget({ listId, part });
  return found.kind === 'not-ours' ? { kind: 'left' } : { kind: 'removed' };
}
