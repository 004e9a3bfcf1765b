import { UpstreamError, type UpstreamErrorKind } from '../../../upstream/http/index.js';
import { walkedToItsEnd, type HistoryRead } from '../reading/history-read.js';
import { compareByCounts } from './compare-by-counts.js';
import type { ComparingDeps, ComparingRequest } from './comparing.js';
import { countAll } from './count-plays.js';
import { findDifferences, type Snapshots } from './find-differences.js';
import { planLookups, type Difference } from './plan-lookups.js';

/** How an endpoint says that it has no snapshot for us: refused, or in pages. */
const unusable: readonly UpstreamErrorKind[] = [
  'forbidden',
  'not-found',
  'rejected',
  'vip-only',
  'malformed',
];
/** A trouble of the moment, or the endpoint cannot do it: a large history may take it too long every time. */
const untimely: readonly UpstreamErrorKind[] = ['unavailable', 'timeout'];

/**
 * Holds the ledger against the compact snapshots, in which every play has its time but no id, and plans what is to be read of
 * what differs. Two requests, and one or two for the total. A snapshot that is refused or does not hold all that the source
 * says it has is not used: then windows of time are counted.
 */
export async function compareSnapshots(
  deps: ComparingDeps,
  read: HistoryRead,
  request: ComparingRequest,
): Promise<void> {
  const snapshots = await readSnapshots(deps, request);
  if (snapshots === null) {
    const itemCount = read.itemCount ?? (await countAll(deps, request));
    return compareByCounts(deps, read, { itemCount, request });
  }
  const held = timesIn(snapshots);
  const differences = await findDifferences(deps.db, read, snapshots);
  if (differences.length === 0 && [null, held].includes(read.itemCount))
    return deps.reads.moveTo(read.id, {
      itemCount: held,
      nextPage: walkedToItsEnd,
      verified: true,
    });
  const itemCount = await totalOf(deps, read, { held, request });
  return itemCount === held
    ? lookUpWhat(deps, read, { differences, itemCount })
    : compareByCounts(deps, read, { itemCount, request });
}

/** Asked once more when it is not what the snapshots hold: something may have come since it was told. */
async function totalOf(
  deps: ComparingDeps,
  read: HistoryRead,
  { held, request }: { readonly held: number; readonly request: ComparingRequest },
): Promise<number> {
  const told = read.itemCount ?? (await countAll(deps, request));
  return told === held ? told : countAll(deps, request);
}

/** Walking all of it may be cheaper than looking everything up. */
async function lookUpWhat(
  { reads, lookups }: ComparingDeps,
  read: HistoryRead,
  {
    differences,
    itemCount,
  }: { readonly differences: readonly Difference[]; readonly itemCount: number },
): Promise<void> {
  const plan = planLookups(differences);
  if (plan.cost * read.pageSize >= itemCount) await reads.widen(read.id);
  else await lookups.begin(read, plan.lookups, itemCount);
}

async function readSnapshots(
  { trakt }: ComparingDeps,
  { access, options, isWeary }: ComparingRequest,
): Promise<Snapshots | null> {
  try {
    return {
      episodes: await trakt.readWatchedSnapshot(access, 'episodes', options),
      movies: await trakt.readWatchedSnapshot(access, 'movies', options),
    };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    if (unusable.includes(error.kind) || (isWeary && untimely.includes(error.kind))) return null;
    throw error;
  }
}

const timesIn = ({ episodes, movies }: Snapshots): number =>
  [...episodes.values(), ...movies.values()].reduce((sum, times) => sum + times.length, 0);
