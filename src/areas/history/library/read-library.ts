import type { Clock } from '../../../platform/lib/clock.js';
import type { Access, CallOptions } from '../../../upstream/http/index.js';
import type {
  TraktClient,
  TraktCollected,
  TraktListed,
  TraktPage,
  TraktRating,
} from '../../../upstream/trakt/index.js';
import type { Connections } from '../../connections/index.js';
import { TornReadError } from '../reading/again.js';
import { toLibraryItem } from './library-item.js';
import type { LibraryPart, LibraryReads } from './library-reads.js';
import type { LibraryPartName } from './library-part.js';

export interface ReadLibraryDeps {
  readonly libraryReads: LibraryReads;
  readonly connections: Connections;
  readonly trakt: TraktClient;
  readonly clock: Clock;
}

export interface ReadLibrary {
  readonly userId: string;
  /** Pages at most in this call. */
  readonly maxPages: number;
  readonly onPage: () => void;
  readonly options: CallOptions;
}

const attemptsAtMost = 6;

/**
 * Reads what is open of ratings, watchlist and collection, page by page. Each page is staged before the position moves past it, so
 * a killed process goes on from there. What was known is replaced only by a walk that adds up: the total was the same on every page,
 * and so many rows came.
 */
export async function readLibrary(
  deps: ReadLibraryDeps,
  { userId, maxPages, onPage, options }: ReadLibrary,
): Promise<{ readonly walked: boolean }> {
  let access: Access | undefined;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const part = await nextOpen(deps, userId);
    if (part === undefined) return { walked: true };
    access ??= await deps.connections.accessOf(userId, 'trakt');
    await readOnePage(deps, { userId, part, access, options });
    onPage();
  }
  return { walked: (await nextOpen(deps, userId)) === undefined };
}

const nextOpen = async (
  { libraryReads }: ReadLibraryDeps,
  userId: string,
): Promise<LibraryPart | undefined> =>
  (await libraryReads.parts(userId)).find(({ asked }) => asked !== null);

interface ReadPage {
  readonly userId: string;
  readonly part: LibraryPart;
  readonly access: Access;
  readonly options: CallOptions;
}

async function readOnePage(deps: ReadLibraryDeps, { access, options, ...at }: ReadPage) {
  const { libraryReads } = deps;
  const { part } = at;
  const asked = { page: part.nextPage, limit: part.pageSize };
  const page = await pageOf(deps.trakt, part.part, { access, asked, options });
  const rows = page.items.map(toLibraryItem);
  const items = rows.filter((item) => item !== undefined);
  const skipped = part.skipped + (page.skipped ?? 0) + (rows.length - items.length);
  const isTorn =
    page.limit !== part.pageSize || (part.itemCount ?? page.itemCount) !== page.itemCount;
  if (isTorn && part.nextPage > 1) return again(deps, at, page.limit);
  await libraryReads.stage(at, items);
  const { pageCount, itemCount } = page;
  if (part.nextPage < pageCount && rows.length > 0)
    return libraryReads.moveTo(at, {
      nextPage: part.nextPage + 1,
      pageSize: page.limit,
      itemCount,
      skipped,
    });
  const found = (await libraryReads.countStaged(at)) + skipped;
  if (found !== itemCount) return again(deps, at, page.limit);
  return libraryReads.complete(at, deps.clock.now());
}

async function again(
  { libraryReads }: ReadLibraryDeps,
  at: Pick<ReadPage, 'userId' | 'part'>,
  pageSize: number,
): Promise<void> {
  if (at.part.attempts < attemptsAtMost) return libraryReads.again(at, pageSize);
  await libraryReads.abandon(at);
  throw new TornReadError(
    `Trakt's ${at.part.part} could not be read in one piece after ${attemptsAtMost} attempts.`,
  );
}

interface AskPage {
  readonly access: Access;
  readonly asked: { readonly page: number; readonly limit: number };
  readonly options: CallOptions;
}

function pageOf(
  trakt: TraktClient,
  part: LibraryPartName,
  { access, asked, options }: AskPage,
): Promise<TraktPage<TraktRating | TraktListed | TraktCollected>> {
  switch (part) {
    case 'ratings':
      return trakt.readRatingsPage(access, asked, options);
    case 'watchlist':
      return trakt.readWatchlistPage(access, asked, options);
    case 'collected-movies':
      return trakt.readCollectionPage(access, { ...asked, type: 'movies' }, options);
    case 'collected-shows':
      return trakt.readCollectionPage(access, { ...asked, type: 'shows' }, options);
  }
}
