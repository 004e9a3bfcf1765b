import type { CallOptions } from '../../../upstream/http/index.js';
import type { TraktList } from '../../../upstream/trakt/index.js';
import type { traktKinds, TraktKey } from '../item-key.js';
import { planParts, type PartsPlan } from '../reconcile/plan-parts.js';
import type { ListRecord } from '../stores/list-store.js';
import type { PartRecord } from '../stores/part-store.js';
import { readMarker, toDescription, markerOf } from '../titles/marker.js';
import { partName } from '../titles/part-name.js';
import { findOrMake } from './find-or-make.js';
import {
  lagLeft,
  toListed,
  type AtTrakt,
  type ListSyncDeps,
  type OfListRun,
} from './list-access.js';
import { removePart } from './remove-part.js';
import type { Texts } from './working-out.js';

export type Prepared =
  | { readonly kind: 'ready'; readonly parts: readonly WantedPart[] }
  /** Look again after that: Trakt may not show yet what was written. */
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'unlinked'; readonly why: 'deleted' | 'not-ours' }
  /** Taken away here meanwhile. */
  | { readonly kind: 'gone' }
  | ({ readonly kind: 'refused' } & Omit<Extract<PartsPlan, { kind: 'refused' }>, 'kind'>);

export interface WantedPart {
  readonly part: number;
  readonly parts: number;
  readonly traktListId: number;
  /** Of what Trakt can show of the list, from this one up to, but not with, that one. */
  readonly from: number;
  readonly to: number;
  /** Others with the same marker; they stay as they are. */
  readonly also: readonly number[];
}

export interface Preparing extends OfListRun {
  readonly list: ListRecord;
  readonly texts: Texts;
  /** Items that Trakt can show. */
  readonly wanted: number;
}

/**
 * Makes sure that there are as many lists on Trakt as the list needs, and room for its items; says no before anything is written where
 * there is none. Safe to repeat, as `findOrMake` is.
 */
export async function prepareList(
  deps: ListSyncDeps,
  { userId, list, texts, wanted }: Preparing,
  options: CallOptions,
): Promise<Prepared> {
  if (list.deletedAt !== null) return { kind: 'gone' };
  const access = await deps.connections.accessOf(userId, 'trakt');
  const at = { access, options };
  const kept = await deps.parts.all(list.id);
  const ms = Math.max(0, ...kept.map(({ writtenAt }) => lagLeft(deps, writtenAt)));
  if (ms > 0) return { kind: 'wait', ms };
  const all = await deps.trakt.readLists(access, options);
  const plan = await planFor(deps, { list, kept, wanted, all }, at);
  if (plan.kind === 'refused') return plan;
  const listed = all.map(toListed);
  const ready: WantedPart[] = [];
  for (const { number: part, from, to } of plan.parts) {
    const found = await findOrMake(
      deps,
      {
        listId: list.id,
        part,
        kept: kept.find((one) => one.part === part),
        listed,
        whenGone: list.whenGone,
        wanted: toSettings(list, { texts, part, parts: plan.parts.length }),
      },
      at,
    );
    if (found.kind !== 'there') return found;
    const { traktListId, also } = found;
    ready.push({ part, parts: plan.parts.length, traktListId, from, to, also });
  }
  const spare = kept.filter(({ part }) => part > ready.length);
  for (const one of spare) {
    const removed = await removePart(deps, { listId: list.id, kept: one, listed }, at);
    if (removed.kind === 'wait') return removed;
  }
  return { kind: 'ready', parts: ready };
}

export interface Part {
  readonly texts: Texts;
  readonly part: number;
  readonly parts: number;
}

/** A list on Trakt, besides its items. */
export const toSettings = (
  { id, privacy, displayNumbers, allowComments }: ListRecord,
  { texts, part, parts }: Part,
) =>
  ({
    name: partName(texts.name, part, parts),
    description: toDescription(texts.description, markerOf(id, part)),
    privacy,
    displayNumbers,
    allowComments,
    sortBy: 'rank',
    sortHow: 'asc',
  }) as const;

interface Planning {
  readonly list: ListRecord;
  readonly kept: readonly PartRecord[];
  readonly wanted: number;
  readonly all: readonly TraktList[];
}

async function planFor(
  { trakt }: ListSyncDeps,
  { list, kept, wanted, all }: Planning,
  { access, options }: AtTrakt,
): Promise<PartsPlan> {
  const { lists, itemsPerList, vip: isVip } = await trakt.readListLimits(access, options);
  const ids = new Set(kept.map(({ traktListId }) => traktListId));
  // The first part may be there without a record of it.
  const markers = new Set(
    [1, ...kept.map(({ part }) => part)].map((part) => markerOf(list.id, part)),
  );
  const others = all.filter((one) => {
    const marker = readMarker(one.description);
    return !ids.has(one.ids.trakt) && (marker === null || !markers.has(marker));
  });
  return planParts({
    items: wanted,
    limits: { lists, itemsPerList, itemsInAll: null, isVip },
    overflow: list.overflow,
    otherLists: others.length,
    otherItems: others.reduce((sum, { itemCount }) => sum + itemCount, 0),
  });
}

/** Rows of lists as our keys. */
export const keyOf = ({
  type,
  traktId,
}: {
  readonly type: (typeof traktKinds)[number];
  readonly traktId: number;
}): TraktKey => `${type}:${traktId}`;
