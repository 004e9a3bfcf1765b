import type { Access, CallOptions } from '../../../upstream/http/index.js';
import type { TraktClient, TraktPage, TraktPlay } from '../../../upstream/trakt/index.js';
import { againFromStart } from './again.js';
import { walkedToItsEnd, type HistoryRead } from './history-read.js';
import type { ReadStore } from './read-store.js';
import { stepWalk, type PageSeen } from './walk.js';

export interface ReadOnePageDeps {
  readonly reads: ReadStore;
  readonly trakt: TraktClient;
}

/** One page of a walk, staged before the position moves past it: read twice it lands on the same rows. */
export async function readOnePage(
  { reads, trakt }: ReadOnePageDeps,
  read: HistoryRead,
  { access, options }: { readonly access: Access; readonly options: CallOptions },
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
      return againFromStart(reads, read, {
        why: step.why,
        pageSize: step.pageSize,
        pageCount: page.pageCount,
      });
    case 'compare':
      return reads.moveTo(read.id, {
        way: 'snapshot',
        nextPage: read.nextPage,
        pageSize: page.limit,
        ...positionOf(read, page),
      });
    case 'complete':
      return reads.moveTo(read.id, {
        nextPage: walkedToItsEnd,
        pageSize: page.limit,
        coversAll: step.coversAll,
        verified: step.coversAll,
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
    return { ...seen, distinct: distinct + unknown, ledger: { active: 0, added: 0, changed: 0 } };
  }
  const { distinct, ...ledger } = await reads.countStaged(read);
  return { ...seen, distinct: distinct + unknown, ledger };
}
