import type { ComparingDeps, ComparingRequest } from './comparing/comparing.js';
import { compareSnapshots } from './comparing/compare-snapshots.js';
import { lookUp } from './comparing/look-up.js';
import { walkedToItsEnd, type HistoryRead } from './reading/history-read.js';
import { readOnePage } from './reading/read-one-page.js';

export interface ReadProgress {
  /** True when the read is at its end and can be closed. */
  readonly walked: boolean;
  readonly page: number;
  readonly pageCount: number;
}

export interface ReadPagesRequest extends ComparingRequest {
  readonly readId: string;
  /** Steps at most in this call, a page each; the next call goes on where this one ended. */
  readonly maxPages: number;
  readonly onPage: (progress: ReadProgress) => void;
}

type Step = (deps: ComparingDeps, read: HistoryRead, request: ReadPagesRequest) => Promise<void>;

const steps: Readonly<Record<HistoryRead['way'], Step>> = {
  pages: readOnePage,
  snapshot: compareSnapshots,
  lookups: lookUp,
};

/**
 * Goes on with an open read, page by page, and stages what it shows. Safe to repeat and to be killed anywhere: a page is staged
 * before the position moves past it, and a page that is read twice lands on the same rows.
 */
export async function readPages(
  deps: ComparingDeps,
  request: ReadPagesRequest,
): Promise<ReadProgress> {
  let read = await deps.reads.get(request.readId);
  let progress = progressOf(read);
  for (let pages = 0; pages < request.maxPages && !progress.walked; pages += 1) {
    await steps[read.way](deps, read, request);
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
