/**
 * The rules of walking a paged history that may change under our feet.
 *
 * A *pass* goes from page one on. It proves something only if the total the source tells stayed the same on every page;
 * otherwise rows may have slid over a page border unseen, and a new pass begins. `recent` stops early, once what is new and
 * what the ledger knows add up to the total; on known ground where they do not, or where nothing new says why the history
 * moved, something changed further down, and all of it is compared. `whole` goes to the last page.
 */
export interface Walk {
  readonly extent: 'recent' | 'whole' | 'verify';
  readonly nextPage: number;
  readonly pageSize: number;
  readonly pass: number;
  /** Null before the first page of a pass. */
  readonly itemCount: number | null;
}

/** What one page showed, and what is known after storing it. */
export interface PageSeen {
  readonly rows: number;
  /** Rows of this page that the ledger held before. */
  readonly known: number;
  /** The page size the source applied. */
  readonly limit: number;
  readonly pageCount: number;
  readonly itemCount: number;
  /** Different rows of this pass so far, this page included, and those of a kind we do not know. */
  readonly distinct: number;
  /** Ledger rows not removed, rows of this pass that are not among them, and those that are but say something else. */
  readonly ledger: { readonly active: number; readonly added: number; readonly changed: number };
}

export type WalkStep =
  | { readonly kind: 'next'; readonly nextPage: number; readonly pageSize: number }
  | { readonly kind: 'again'; readonly why: string; readonly pageSize: number }
  | { readonly kind: 'compare' }
  | { readonly kind: 'complete'; readonly coversAll: boolean };

/** Reading these costs no more than comparing. */
const fewPages = 3;

/** Decides what follows a page. */
export function stepWalk(walk: Walk, page: PageSeen): WalkStep {
  const pageSize = page.limit;
  const torn = tearOf(walk, page);
  if (torn !== null) return { kind: 'again', why: torn, pageSize };
  const isLast = walk.nextPage >= page.pageCount || page.rows === 0;
  if (isLast && page.distinct === page.itemCount) return { kind: 'complete', coversAll: true };
  const early = walk.extent === 'recent' ? stepOnKnownGround(walk, page) : null;
  if (early !== null) return early;
  if (!isLast) return { kind: 'next', nextPage: walk.nextPage + 1, pageSize };
  return {
    kind: 'again',
    why: `${page.distinct} rows came where ${page.itemCount} were told`,
    pageSize,
  };
}

/** Why this pass proves nothing; null when it may. */
function tearOf(walk: Walk, page: PageSeen): string | null {
  if (walk.nextPage > 1 && page.limit !== walk.pageSize)
    return `the page size changed from ${walk.pageSize} to ${page.limit}`;
  if (walk.itemCount !== null && walk.itemCount !== page.itemCount)
    return `the total changed from ${walk.itemCount} to ${page.itemCount}`;
  return null;
}

function stepOnKnownGround(walk: Walk, page: PageSeen): WalkStep | null {
  if (meetsTheLedger(page)) return { kind: 'complete', coversAll: false };
  const isFar = page.pageCount - walk.nextPage > fewPages;
  return isFar && page.known > 0 && page.known === page.rows ? { kind: 'compare' } : null;
}

/** The walk reached known ground, nothing is left unexplained, and something says why the history moved. */
const meetsTheLedger = ({ known, ledger, itemCount }: PageSeen): boolean =>
  known > 0 && ledger.active + ledger.added === itemCount && ledger.added + ledger.changed > 0;
