import { UpstreamError } from '../../../upstream/http/index.js';
import type { NewList } from '../../../upstream/trakt/index.js';
import { findOwnList, type ListedList } from '../reconcile/find-own-list.js';
import type { GonePolicy } from '../list.js';
import type { PartRecord } from '../stores/part-store.js';
import { markerOf } from '../titles/marker.js';
import { lagLeft, type AtTrakt, type ListSyncDeps } from './list-access.js';

export interface Sought {
  readonly listId: string;
  /** From 1. */
  readonly part: number;
  readonly kept: PartRecord | undefined;
  /** All of the account's, just read. */
  readonly listed: readonly ListedList[];
  readonly whenGone: GonePolicy;
  /** How it is to be made where there is none. */
  readonly wanted: NewList;
}

export type FoundPart =
  | { readonly kind: 'there'; readonly traktListId: number; readonly also: readonly number[] }
  /** Trakt may not show yet what was made; look again after that. */
  | { readonly kind: 'wait'; readonly ms: number }
  /** The person took it from us: deleted there, or without our marker. */
  | { readonly kind: 'unlinked'; readonly why: 'deleted' | 'not-ours' };

type Deps = Pick<ListSyncDeps, 'parts' | 'trakt' | 'clock' | 'readLagMs'>;

/**
 * Our list on Trakt: known by its id or its marker, made where there is none. Safe to repeat: that it is being made is written down
 * before Trakt is asked, and after an answer that was lost the list is looked for until Trakt must have shown it.
 */
export async function findOrMake(deps: Deps, sought: Sought, at: AtTrakt): Promise<FoundPart> {
  const { listId, part, kept, listed } = sought;
  const marker = markerOf(listId, part);
  const found = findOwnList({ storedId: kept?.traktListId ?? null, marker, lists: listed });
  if (found.kind === 'ours') return adopt(deps, sought, found);
  const ms = kept === undefined ? 0 : lagLeft(deps, kept.intendedAt ?? kept.linkedAt);
  if (ms > 0) return { kind: 'wait', ms };
  if (!wasLinked(kept) || sought.whenGone === 'recreate') return make(deps, sought, at);
  return { kind: 'unlinked', why: found.kind === 'not-ours' ? 'not-ours' : 'deleted' };
}

const wasLinked = (kept: PartRecord | undefined): boolean =>
  kept !== undefined && kept.traktListId !== null;

async function adopt(
  { parts, clock }: Deps,
  { listId, part, kept, listed }: Sought,
  { traktId, also }: { readonly traktId: number; readonly also: readonly number[] },
): Promise<FoundPart> {
  if (kept?.traktListId !== traktId || kept.intendedAt !== null) {
    const slug = listed.find((one) => one.traktId === traktId)?.slug ?? null;
    await parts.link({ listId, part }, { traktListId: traktId, slug }, clock.now());
  }
  return { kind: 'there', traktListId: traktId, also };
}

async function make(
  { parts, trakt, clock }: Deps,
  { listId, part, wanted }: Sought,
  { access, options }: AtTrakt,
): Promise<FoundPart> {
  const of = { listId, part };
  await parts.intend(of, clock.now());
  try {
    const { ids, name, description } = await trakt.createList(access, wanted, options);
    await parts.link(of, { traktListId: ids.trakt, slug: ids.slug }, clock.now());
    const sent = { name: wanted.name, description: wanted.description ?? '' };
    const shown = { name, description: description ?? '' };
    await parts.wrote(of, clock.now(), { sent, shown });
    return { kind: 'there', traktListId: ids.trakt, also: [] };
  } catch (thrown) {
    if (thrown instanceof UpstreamError && thrown.outcome !== 'unclear') await parts.withdraw(of);
    throw thrown;
  }
}
