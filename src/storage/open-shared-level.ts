import type { SharedLevel } from '../platform/cache/index.js';
import type { StorageConfig } from '../platform/config/storage-config.js';
import type { Logger } from '../platform/lib/logger.js';

/** What processes share of their caches; undefined where `STORAGE_CACHE` is not `redis`. */
export async function openSharedLevel({
  config: { cache, redisUrl },
  log,
}: {
  readonly config: StorageConfig;
  readonly log: Logger;
}): Promise<SharedLevel | undefined> {
  if (cache !== 'redis' || redisUrl === undefined) return undefined;
  const { connectRedis, createRedisLevel } = await import('./redis/index.js');
  return createRedisLevel(connectRedis({ url: redisUrl, log }), 'watchflow');
}
