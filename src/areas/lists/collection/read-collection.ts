import type { Clock } from '../../../platform/lib/clock.js';
import type { BangumiClient } from '../../../upstream/bangumi/index.js';
import { UpstreamError, type CallOptions } from '../../../upstream/http/index.js';
import type { Connections } from '../../connections/index.js';
import { TornReadError } from '../../history/index.js';
import { toCollectedSubject } from './collected-subject.js';
import type { CollectionPosition, CollectionReads } from './collection-reads.js';

export interface ReadCollectionDeps {
  readonly collectionReads: CollectionReads;
  readonly connections: Pick<Connections, 'accessOf'>;
  readonly bangumi: Pick<BangumiClient, 'readCollectionsPage'>;
  readonly clock: Clock;
}

export interface ReadCollection {
  readonly userId: string;
  /** A complete read is good for so long. */
  readonly freshMs: number;
  /** Pages at most in this call. */
  readonly maxPages: number;
}

/** Bangumi's subject type. */
const anime = 2;
/** A collection that moves under the reading is read once more, and then once again. */
const attemptsAtMost = 3;
/** What was staged longer ago is no part of the same reading any more. */
const resumableMs = 3_600_000;

type Page = Awaited<ReturnType<BangumiClient['readCollectionsPage']>>;

/**
 * Reads a person's anime collection page by page. Each page is staged before the position moves past it, so a killed process goes on from
 * there. What was known is replaced only by a walk that adds up: the total was the same on every page, and so many subjects came.
 */
export async function readCollection(
  deps: ReadCollectionDeps,
  { userId, freshMs, maxPages }: ReadCollection,
  options: CallOptions,
): Promise<{ readonly complete: boolean }> {
  let at = await openRead(deps, userId, freshMs);
  if (at === null) return { complete: true };
  const access = await deps.connections.accessOf(userId, 'bangumi');
  for (let pages = 0; pages < maxPages && at !== null; pages += 1) {
    const { accountName: username } = access;
    const query = { username, subjectType: anime, offset: at.position };
    const page = await orMoved(deps.bangumi.readCollectionsPage(access, query, options), at);
    await takePage(deps, at, page);
    at = await underWay(deps, userId);
  }
  return { complete: at === null };
}

async function openRead(
  deps: ReadCollectionDeps,
  userId: string,
  freshMs: number,
): Promise<CollectionPosition | null> {
  const { collectionReads, clock } = deps;
  const now = clock.now();
  const known = await collectionReads.find(userId);
  const isWithin = (at: Date | null, ms: number): boolean =>
    at !== null && now.getTime() - at.getTime() < ms;
  if (known !== null && isWithin(known.startedAt, resumableMs)) return known;
  if (known !== null && isWithin(known.completedAt, freshMs)) return null;
  await collectionReads.begin(userId, known, now);
  return underWay(deps, userId);
}

async function underWay(
  { collectionReads }: ReadCollectionDeps,
  userId: string,
): Promise<CollectionPosition | null> {
  const at = await collectionReads.find(userId);
  return at?.startedAt === null ? null : at;
}

/** Null where the collection has become shorter than what was read of it: Bangumi refuses an offset behind the end. */
async function orMoved(reading: Promise<Page>, at: CollectionPosition): Promise<Page | null> {
  try {
    return await reading;
  } catch (thrown) {
    const isBehindTheEnd =
      at.position > 0 && thrown instanceof UpstreamError && thrown.facts.status === 400;
    if (isBehindTheEnd) return null;
    throw thrown;
  }
}

async function takePage(
  deps: ReadCollectionDeps,
  at: CollectionPosition,
  page: Page | null,
): Promise<void> {
  const { collectionReads, clock } = deps;
  if (page === null) return again(deps, at);
  const { items, total } = page;
  if ((at.itemCount ?? total) !== total) return again(deps, at);
  await collectionReads.stage(at, items.map(toCollectedSubject));
  const position = at.position + items.length;
  if (items.length > 0 && position < total)
    return collectionReads.moveTo(at, { position, itemCount: total });
  if ((await collectionReads.countStaged(at)) !== total) return again(deps, at);
  return collectionReads.complete(at, clock.now());
}

async function again(
  { collectionReads }: ReadCollectionDeps,
  at: CollectionPosition,
): Promise<void> {
  if (at.attempts < attemptsAtMost) return collectionReads.again(at);
  await collectionReads.abandon(at);
  throw new TornReadError(
    `The collection on Bangumi could not be read in one piece after ${attemptsAtMost} attempts.`,
  );
}
