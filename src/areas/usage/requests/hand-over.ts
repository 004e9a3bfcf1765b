import type { Logger } from '../../../platform/lib/logger.js';
import type { CountStore } from './count-store.js';
import type { RequestTally } from './request-tally.js';

export interface HandOverDeps {
  readonly store: CountStore;
  readonly tally: RequestTally;
  readonly log: Logger;
  /** How long a count may wait, ms. */
  readonly everyMs: number;
}

/** Brings a tally to the database, one batch at a time. */
export interface HandOver {
  /** Something waits: it is handed over a moment later, whoever else comes until then. */
  readonly soon: () => void;
  /** Rejects never: what does not get through is handed over again. */
  readonly now: () => Promise<void>;
  /** Hands over the rest; nothing is handed over by itself afterwards. */
  readonly close: () => Promise<void>;
}

export function createHandOver({ store, tally, log, everyMs }: HandOverDeps): HandOver {
  let timer: NodeJS.Timeout | undefined;
  let before: Promise<void> = Promise.resolve();
  let isClosed = false;

  const soon = (): void => {
    if (isClosed || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      now().catch(() => undefined);
    }, everyMs);
    timer.unref();
  };
  const once = async (): Promise<void> => {
    const batch = tally.take();
    if (batch === undefined) return;
    try {
      tally.settle(batch, await store.add(batch.counts, batch.hours));
    } catch (error) {
      tally.settle(batch, undefined);
      const fields = { err: error, rows: batch.counts.length };
      log.warn(fields, 'requests of keys could not be counted yet');
      soon();
    }
  };
  const now = (): Promise<void> => {
    before = before.then(once);
    return before;
  };

  return {
    soon,
    now,
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await now();
    },
  };
}
