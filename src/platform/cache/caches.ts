import { listenForChanges, type ChangeListener } from '../database/index.js';
import type { Logger } from '../lib/logger.js';
import type { Clock } from '../lib/clock.js';
import {
  createCache,
  type Cache,
  type CacheDeps,
  type CacheKind,
  type OwnedCache,
} from './cache.js';
import type { SharedLevel } from './shared-level.js';

export interface Caches {
  /** Call it once for each kind. */
  open<T>(kind: CacheKind<T>): Cache<T>;
}

/** Remember nothing: for what runs for a moment beside others. */
export const noCaches: Caches = {
  open: () => ({
    async read(_key, load) {
      return load();
    },
    readMany: (keys, load) => load(keys),
    forget: () => Promise.resolve(),
  }),
};

export interface OpenCaches extends Caches {
  close(): Promise<void>;
}

export interface CachesDeps {
  readonly url: string;
  readonly shared: SharedLevel | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onRead: CacheDeps['onRead'];
  /** How often it is made sure that changes are heard, in milliseconds; as the listener does it where left out. */
  readonly everyMs?: number | undefined;
}

/** Caches that the database tells of every change, whoever made it. */
export function openCaches({ url, log, everyMs, ...deps }: CachesDeps): OpenCaches {
  const opened = new Map<string, Pick<OwnedCache<unknown>, 'changed'>>();
  const listener: ChangeListener = listenForChanges({
    ...{ url, log, everyMs },
    onChange(what) {
      const colon = what.indexOf(':');
      opened.get(what.slice(0, colon))?.changed(what.slice(colon + 1));
    },
    onHearing() {
      for (const cache of opened.values()) cache.changed(undefined);
    },
  });
  return {
    open(kind) {
      const cache = createCache(kind, { ...deps, isHearing: () => listener.isHearing() });
      opened.set(kind.name, cache);
      return cache;
    },
    async close() {
      await listener.close();
      await deps.shared?.close();
    },
  };
}
