import { aFewAtOnce } from '../../platform/lib/a-few-at-once.js';
import type { Clock } from '../../platform/lib/clock.js';
import type { EpisodeTableStore, StoredTable } from './episode-table-store.js';
import { fetchTable } from './fetch-table.js';
import type { FetchTable } from './fetch-table.js';

export interface ReadTables extends FetchTable {
  readonly store: EpisodeTableStore;
  readonly clock: Clock;
  readonly onFetched?:
    ((progress: { readonly fetched: number; readonly toFetch: number }) => void) | undefined;
}

const inFlight = 4;

/**
 * The tables of these subjects: from the store where `isFresh` says so, else from Bangumi, at most four at once. Each is stored as it
 * arrives, so that after an upstream error only the rest is left to read; the error is thrown once no request is under way.
 */
export async function readTables(
  subjectIds: readonly number[],
  isFresh: (table: StoredTable) => boolean,
  reading: ReadTables,
): Promise<StoredTable[]> {
  const fresh = (await reading.store.load(subjectIds)).filter(isFresh);
  const known = new Set(fresh.map(({ subjectId }) => subjectId));
  const missing = subjectIds.filter((subjectId) => !known.has(subjectId));
  return [...fresh, ...(await fetchTables(missing, reading))];
}

async function fetchTables(
  subjectIds: readonly number[],
  reading: ReadTables,
): Promise<StoredTable[]> {
  const fetched: StoredTable[] = [];
  await aFewAtOnce(subjectIds, inFlight, async (subjectId) => {
    const table = {
      subjectId,
      content: await fetchTable(subjectId, reading),
      fetchedAt: reading.clock.now(),
    };
    await reading.store.save(table);
    fetched.push(table);
    reading.onFetched?.({ fetched: fetched.length, toFetch: subjectIds.length });
  });
  return fetched;
}
