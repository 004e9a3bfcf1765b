import { LRUCache } from 'lru-cache';
import { cutRange } from '../byte-range.js';
import { collect, toStream } from '../collect.js';
import { assertKey, assertKeyToWrite, compareKeys } from '../object-key.js';
import type { StorageBackend } from '../storage-backend.js';
import { notFound } from '../storage-error.js';
import { toPage } from '../to-page.js';

export interface MemoryOptions {
  /** Of all objects together; the one not used for longest goes first. */
  readonly mostBytes: number;
  /** How long an object is kept; absent = until there is no room. */
  readonly ttlMs?: number | undefined;
}

interface Kept {
  readonly bytes: Buffer;
  readonly writtenAt: Date;
}

const service = 'memory';
/** What an entry takes besides its bytes, so that very many empty ones are bounded too. */
const overhead = 200;

/** Objects of this process alone, gone with it. */
export function createMemoryBackend({ mostBytes, ttlMs }: MemoryOptions): StorageBackend {
  const kept = new LRUCache<string, Kept>({
    maxSize: mostBytes,
    sizeCalculation: ({ bytes }, key) => bytes.length + Buffer.byteLength(key) + overhead,
    ...(ttlMs === undefined ? {} : { ttl: ttlMs }),
  });
  const factsOf = (key: string, { bytes, writtenAt }: Kept) => ({
    key,
    size: bytes.length,
    writtenAt,
  });
  return {
    name: service,
    async write(key, body) {
      assertKeyToWrite(service, key, body);
      const room = Math.max(mostBytes - Buffer.byteLength(key) - overhead, 0);
      const bytes = await collect(body, { service, mostBytes: room });
      kept.set(key, { bytes, writtenAt: new Date() });
      return { size: bytes.length };
    },
    async read(key, range) {
      assertKey(service, key);
      const found = kept.get(key);
      if (found === undefined) throw notFound(service, key);
      const { start, length } = cutRange(service, found.bytes.length, range);
      const body = toStream(found.bytes.subarray(start, start + length));
      return Promise.resolve({ ...factsOf(key, found), body });
    },
    async find(key) {
      assertKey(service, key);
      const found = kept.peek(key);
      return Promise.resolve(found === undefined ? undefined : factsOf(key, found));
    },
    query({ prefix, limit, cursor }) {
      kept.purgeStale();
      const found = [...kept.entries()]
        .filter(
          ([key]) =>
            key.startsWith(prefix) && (cursor === undefined || compareKeys(key, cursor) > 0),
        )
        .sort(([left], [right]) => compareKeys(left, right))
        .slice(0, limit + 1)
        .map(([key, one]) => factsOf(key, one));
      return Promise.resolve(toPage(found, limit));
    },
    async delete(key) {
      assertKey(service, key);
      kept.delete(key);
      return Promise.resolve();
    },
    health: () => Promise.resolve({ ok: true, ms: 0 }),
    sweep: () => Promise.resolve(purge(kept)),
    close() {
      kept.clear();
      return Promise.resolve();
    },
  };
}

/** What has expired takes room until then. */
function purge(kept: LRUCache<string, Kept>): number {
  const before = kept.size;
  kept.purgeStale();
  return before - kept.size;
}
