import { orNull } from '../../../upstream/http/index.js';
import { largestPage, type HistoryQuery } from '../../../upstream/trakt/index.js';
import { walkedToItsEnd, type HistoryRead } from '../reading/history-read.js';
import { historyMoved } from '../reading/activities-in-scope.js';
import { againFromStart } from '../reading/again.js';
import { compareCounts } from './compare-by-counts.js';
import type { ComparingDeps, ComparingRequest } from './comparing.js';
import { boundsOf, countAll } from './count-plays.js';
import type { Lookup } from './lookup.js';

/**
 * One step of the lookups: a page of one of them, a window counted, or, when none is left, the sum held against the total. One
 * request at most. Safe to repeat: rows are staged before a lookup moves past them.
 */
export async function lookUp(
  deps: ComparingDeps,
  read: HistoryRead,
  request: ComparingRequest,
): Promise<void> {
  const lookup = await deps.lookups.next(read);
  if (lookup === undefined) return settle(deps, read, request);
  if (lookup.kind === 'count') return compareCounts(deps, read, { lookup, request });
  return readOnePage(deps, read, { lookup, request });
}

interface LookingUp {
  readonly lookup: Exclude<Lookup, { readonly kind: 'count' }>;
  readonly request: ComparingRequest;
}

async function readOnePage(
  { lookups, reads, trakt }: ComparingDeps,
  read: HistoryRead,
  { lookup, request: { access, options } }: LookingUp,
): Promise<void> {
  const query = { page: lookup.nextPage, limit: largestPage, ...scopeOf(lookup) };
  const page = (await orNull(trakt.readHistoryPage(access, query, options))) ?? noPlays;
  await reads.stage(read, page.items);
  const { itemCount, pageCount } = page;
  const isTorn = lookup.itemCount !== null && lookup.itemCount !== itemCount;
  const isLast = lookup.nextPage >= pageCount || page.items.length === 0;
  if (!isTorn && !isLast)
    return lookups.moveTo(lookup, { nextPage: lookup.nextPage + 1, itemCount });
  // Rows slid over a page border: what was not seen is not gone.
  if (isTorn || (await lookups.countStaged(read, lookup)) < itemCount)
    return againFromStart(reads, read, {
      why: `${itemCount} plays were told, and not all of them came`,
    });
  return lookups.finish(lookup, itemCount);
}

function scopeOf(lookup: LookingUp['lookup']): Partial<HistoryQuery> {
  switch (lookup.kind) {
    case 'item':
      return {
        type: lookup.mediaType === 'movie' ? 'movies' : 'episodes',
        itemId: lookup.traktId,
      };
    case 'show':
      return { type: 'shows', itemId: lookup.traktId };
    case 'window':
      return boundsOf(lookup);
  }
}

/** Of an item that Trakt has deleted or merged. */
const noPlays = { items: [], itemCount: 0, pageCount: 0 };

/** Complete when ledger and rows add up to the total; else the history moved meanwhile, or has to be walked whole. */
async function settle(
  deps: ComparingDeps,
  read: HistoryRead,
  request: ComparingRequest,
): Promise<void> {
  const { lookups, reads } = deps;
  const verified = !(await lookups.hasCounted(read));
  const { active, added, changed, gone } = await reads.standing(read);
  const isExplained = verified || added + changed + gone > 0 || !(await hasMoved(deps, read));
  if (active + added - gone === read.itemCount && isExplained)
    return reads.moveTo(read.id, { nextPage: walkedToItsEnd, verified });
  const total = await countAll(deps, request);
  if (total === read.itemCount) return reads.widen(read.id);
  return againFromStart(reads, read, {
    why: `the total changed from ${read.itemCount} to ${total}`,
  });
}

async function hasMoved({ reads }: ComparingDeps, read: HistoryRead): Promise<boolean> {
  const cursor = await reads.cursor(read.userId);
  return historyMoved(cursor?.activities ?? null, read.snapshot);
}
