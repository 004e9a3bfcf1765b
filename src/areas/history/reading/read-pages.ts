import type { Access, CallOptions } from '../../../upstream/http/index.js';
import type { TraktClient, TraktPage, TraktPlay } from '../../../upstream/trakt/index.js';
import { walkedToItsEnd, type HistoryRead } from './history-read.js';
import type { ReadStore } from './read-store.js';
import { stepWalk, type PageSeen } from './walk.js';

/** The history changed on every attempt to read it, or the source's pages never add up to its own total. */
export class TornReadError extends Error {
  override readonly name = 'TornReadError';
}

export interface ReadProgress {
  /** True when the walk is at its end and can be closed. */
  readonly walked: boolean;
  readonly page: number;
  readonly pageCount: number;
}

export interface ReadPagesDeps {
  readonly reads: ReadStore;
  readonly trakt: TraktClient;
}

export interface ReadPagesRequest {
  readonly readId: string;
  readonly access: Access;
  /** Pages at most in this call; the next call goes on where this one ended. */
  readonly maxPages: number;
  readonly options: CallOptions;
  readonly onPage: (progress: ReadProgress) => void;
}

const passesAtMost = 6;

/**
 * Walks pages of an open read and stages them. Safe to repeat and to be killed anywhere: a page is staged before the position
 * moves past it, and a page that is read twice lands on the same rows.
 */
export async function readPages(
  deps: ReadPagesDeps,
  request: ReadPagesRequest,
): Promise<ReadProgress> {
  let read = await deps.reads.get(request.readId);
  let progress = progressOf(read);
  for (let pages = 0; pages < request.maxPages && !progress.walked; pages += 1) {
    await readOnePage(deps, read, request);
    read = await deps.reads.get(request.readId);
    progress = progressOf(read);
    request.onPage(progress);
  }
  return progress;
}

const progressOf = (read: HistoryRead): ReadProgress => ({
  walked: read.nextPage === walkedToItsEnd || read.status !== 'open',
  page: read.nextPage === walkedToItsEnd ? (read.pageCount ?? 0) : read.nextPage - 1,
  pageCount: read.pageCount ?? 0,
});

async function readOnePage(
  { reads, trakt }: ReadPagesDeps,
  read: HistoryRead,
  { access, options }: ReadPagesRequest,
): Promise<void> {
  const page = await trakt.readHistoryPage(
    access,
    { page: read.nextPage, limit: read.pageSize },
    options,
  );
  const known =
    read.extent === 'recent'
      ? await reads.countKnown(
          read.userId,
          page.items.map(({ id }) => id),
        )
      : 0;
  await reads.stage(read, page.items);
  const step = stepWalk(read, await look(reads, read, { page, known }));
  switch (step.kind) {
    case 'next':
      return reads.moveTo(read.id, {
        nextPage: step.nextPage,
        pageSize: step.pageSize,
        ...positionOf(read, page),
      });
    case 'again':
      assertPassesLeft(read, step.why);
      return reads.moveTo(read.id, {
        nextPage: 1,
        pageSize: step.pageSize,
        pass: read.pass + 1,
        pageCount: page.pageCount,
        itemCount: null,
        skipped: 0,
      });
    case 'complete':
      return reads.moveTo(read.id, {
        nextPage: walkedToItsEnd,
        pageSize: page.limit,
        coversAll: step.coversAll,
        ...positionOf(read, page),
      });
  }
}

const positionOf = (read: HistoryRead, page: TraktPage<TraktPlay>) => ({
  pass: read.pass,
  pageCount: page.pageCount,
  itemCount: page.itemCount,
  skipped: read.skipped + (page.skipped ?? 0),
});

async function look(
  reads: ReadStore,
  read: HistoryRead,
  { page, known }: { page: TraktPage<TraktPlay>; known: number },
): Promise<PageSeen> {
  const { limit, pageCount, itemCount } = page;
  const skipped = page.skipped ?? 0;
  const seen = { rows: page.items.length + skipped, known, limit, pageCount, itemCount };
  const unknown = read.skipped + skipped;
  if (read.extent === 'whole') {
    // The distinct count matters only where the walk could end.
    const distinct =
      read.nextPage < pageCount && seen.rows > 0 ? 0 : await reads.countDistinct(read);
    return { ...seen, distinct: distinct + unknown, ledger: { active: 0, added: 0 } };
  }
  const { distinct, added, active } = await reads.countStaged(read);
  return { ...seen, distinct: distinct + unknown, ledger: { active, added } };
}

function assertPassesLeft(read: HistoryRead, why: string): void {
  if (read.pass < passesAtMost) return;
  throw new TornReadError(
    `The history could not be read in one piece after ${passesAtMost} attempts: ${why}.`,
  );
}
