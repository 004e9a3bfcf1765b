import { messageOf } from '../../../platform/lib/errors.js';
import type { IdMap } from '../id-map/id-map.js';
import { keyOf, loadParts, whatCounts, type LoadDeps, type LoadedIdMap } from './load-parts.js';

/** The id map as it is now. Another one takes its place while the process runs: ask for it once per decision. */
export interface IdMaps {
  current(): IdMap;
}

export interface FollowedIdMaps extends IdMaps {
  /** Takes up what counts by now, for those who just changed it. */
  look(): Promise<void>;
  /** Follows no more. */
  close(): void;
}

export interface FollowDeps extends LoadDeps {
  /** Milliseconds between two looks. */
  readonly pauseMs: number;
}

/** Loads the map, and again whenever another version counts. Until that is loaded, and if it cannot be, the old one serves. */
export async function followIdMaps(deps: FollowDeps): Promise<FollowedIdMaps> {
  const { log } = deps;
  let held = await loadFirst(deps);
  let looking: Promise<void> | undefined;
  let isClosed = false;

  const takeUp = async (): Promise<void> => {
    const counting = await whatCounts(deps);
    if (keyOf(counting) === held.key) return;
    held = await loadParts(deps, counting);
    log.info({ version: held.idMap.version, placed: held.idMap.size }, 'another id map counts');
  };
  const look = (): Promise<void> => (looking ??= takeUp().finally(() => (looking = undefined)));
  const timer = setInterval(() => {
    look().catch((error: unknown) => {
      if (!isClosed) log.warn({ reason: messageOf(error) }, 'the id map could not be looked after');
    });
  }, deps.pauseMs);
  timer.unref();

  return {
    current: () => held.idMap,
    async look() {
      // One under way may have asked before what the caller changed.
      await looking?.catch(() => undefined);
      await look();
    },
    close() {
      isClosed = true;
      clearInterval(timer);
    },
  };
}

/** A version that was taken by another release may be unusable to this one: then it is as if none had been taken. */
async function loadFirst(deps: FollowDeps): Promise<LoadedIdMap> {
  const counting = await whatCounts(deps);
  try {
    return await loadParts(deps, counting);
  } catch (error) {
    if (counting.length === 0) throw error;
    deps.log.error({ reason: messageOf(error) }, 'the id map that counts cannot be used');
    return loadParts(deps, []);
  }
}
