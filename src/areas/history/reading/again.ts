import type { HistoryRead } from './history-read.js';
import type { ReadStore } from './read-store.js';

/** The history changed on every attempt to read it, or the source's pages never add up to its own total. */
export class TornReadError extends Error {
  override readonly name = 'TornReadError';
}

const passesAtMost = 6;

/** Begins another pass of a read whose rows do not fit together; throws `TornReadError` after the last. */
export async function againFromStart(
  reads: ReadStore,
  read: HistoryRead,
  {
    why,
    pageSize = read.pageSize,
    pageCount = read.pageCount,
  }: { readonly why: string; readonly pageSize?: number; readonly pageCount?: number | null },
): Promise<void> {
  if (read.pass >= passesAtMost)
    throw new TornReadError(
      `The history could not be read in one piece after ${passesAtMost} attempts: ${why}.`,
    );
  await reads.moveTo(read.id, {
    way: read.extent === 'verify' ? 'snapshot' : 'pages',
    nextPage: 1,
    pageSize,
    pass: read.pass + 1,
    pageCount,
    itemCount: null,
    skipped: 0,
  });
}
