import type { CallOptions } from '../../../upstream/http/index.js';
import { toListed, type ListSyncDeps, type OfListRun } from './list-access.js';
import { removePart } from './remove-part.js';

export type DeletedOnTrakt =
  | { readonly kind: 'deleted'; readonly left: number }
  /** Look again after that: Trakt may not show yet what was made. */
  | { readonly kind: 'wait'; readonly ms: number };

/** Deletes on Trakt what is ours of a list; `left`: lists that are not ours any more and stay. Safe to repeat. */
export async function deleteOnTrakt(
  deps: ListSyncDeps,
  { userId, listId }: OfListRun,
  options: CallOptions,
): Promise<DeletedOnTrakt> {
  const kept = await deps.parts.all(listId);
  if (kept.length === 0) return { kind: 'deleted', left: 0 };
  const access = await deps.connections.accessOf(userId, 'trakt');
  const listed = (await deps.trakt.readLists(access, options)).map(toListed);
  let left = 0;
  for (const part of kept) {
    const removed = await removePart(deps, { listId, kept: part, listed }, { access, options });
    if (removed.kind === 'wait') return removed;
    if (removed.kind === 'left') left += 1;
  }
  return { kind: 'deleted', left };
}
