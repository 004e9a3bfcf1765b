import { largestPage } from '../../../upstream/trakt/index.js';
import type { HistoryRead } from '../reading/history-read.js';
import type { ComparingDeps, ComparingRequest } from './comparing.js';
import { countIn } from './count-plays.js';
import { minuteMs, type Lookup } from './lookup.js';

/** What cancels out in counts is found by walking all of it, so often. */
const walkedEvery = 7 * 24 * 60 * 60 * 1000;

/**
 * Begins to count windows of time, where there is no snapshot to compare: all of the history, and what was watched nobody knows
 * when apart, as Trakt puts that at the epoch.
 */
export async function compareByCounts(
  deps: ComparingDeps,
  read: HistoryRead,
  { itemCount, request }: { readonly itemCount: number; readonly request: ComparingRequest },
): Promise<void> {
  const { reads, lookups, clock } = deps;
  const verifiedAt = (await reads.cursor(read.userId))?.verifiedAt ?? null;
  if (verifiedAt === null || clock.now().getTime() - verifiedAt.getTime() >= walkedEvery)
    return reads.widen(read.id);
  const undated = { from: new Date(0), to: new Date(minuteMs) };
  const ofUndated = await countIn(deps, undated, request);
  return lookups.begin(
    read,
    [
      { kind: 'count', ...undated, itemCount: ofUndated },
      { kind: 'count', from: undated.to, to: null, itemCount: itemCount - ofUndated },
    ],
    itemCount,
  );
}

/** Halves a window until it is the same on either side, or small enough to be read. */
export async function compareCounts(
  deps: ComparingDeps,
  read: HistoryRead,
  {
    lookup,
    request,
  }: {
    readonly lookup: Extract<Lookup, { readonly kind: 'count' }>;
    readonly request: ComparingRequest;
  },
): Promise<void> {
  const { lookups } = deps;
  const { from, to, itemCount } = lookup;
  if ((await lookups.countKnown(read, lookup)) === itemCount)
    return lookups.finish(lookup, itemCount);
  const middle = itemCount <= largestPage ? null : await lookups.middle(read, lookup);
  if (middle === null) return lookups.replace(read, lookup, [{ kind: 'window', from, to }]);
  const early = { from, to: middle };
  const ofEarly = await countIn(deps, early, request);
  return lookups.replace(read, lookup, [
    { kind: 'count', ...early, itemCount: ofEarly },
    { kind: 'count', from: middle, to, itemCount: itemCount - ofEarly },
  ]);
}
