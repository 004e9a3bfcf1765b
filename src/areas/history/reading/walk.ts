/**
 * The rules of walking a paged history that may change under our feet.
 *
 * A *pass* goes from page one on. It proves something only if the total the source tells stayed the same on every page;
 * otherwise rows may have slid over a page border unseen, and a new pass begins. `recent` stops early, once what is new and
 * what the ledger knows add up to the total; `whole` goes to the last page.
 */
export interface Walk {
  readonly extent: 'recent' | 'whole';
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
  /** Ledger rows not removed, and rows of this pass that are not among them. */
  readonly ledger: { readonly active: number; readonly added: number };
}

export type WalkStep =
  | { readonly kind: 'next'; readonly nextPage: number; readonly pageSize: number }
  | { readonly kind: 'again'; readonly why: string; readonly pageSize: number }
  | { readonly kind: 'complete'; readonly coversAll: boolean };

/** Decides what follows a page. */
export function stepWalk(walk: Walk, page: PageSeen): WalkStep {
  const pageSize = page.limit;
  if (walk.nextPage > 1 && page.limit !== walk.pageSize) {
    return {
      kind: 'again',
      why: `the page size changed from ${walk.pageSize} to ${page.limit}`,
      pageSize,
    };
  }
  if (walk.itemCount !== null && walk.itemCount !== page.itemCount) {
    return {
      kind: 'again',
      why: `the total changed from ${walk.itemCount} to ${page.itemCount}`,
      pageSize,
    };
  }
  if (walk.extent === 'recent' && meetsTheLedger(page))
    return { kind: 'complete', coversAll: false };
  if (walk.nextPage < page.pageCount && page.rows > 0)
    return { kind: 'next', nextPage: walk.nextPage + 1, pageSize };
  if (page.distinct === page.itemCount) return { kind: 'complete', coversAll: true };
  return {
    kind: 'again',
    why: `${page.distinct} rows came where ${page.itemCount} were told`,
    pageSize,
  };
}

/** The walk reached known ground, and nothing is left unexplained. */
const meetsTheLedger = ({ known, ledger, itemCount }: PageSeen): boolean =>
  known > 0 && ledger.active + ledger.added === itemCount;
