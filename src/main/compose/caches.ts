import { openCaches, type Caches } from '../../platform/cache/index.js';
import type { Config } from '../../platform/config/config.js';
import type { Clock } from '../../platform/lib/clock.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { Metrics } from '../../platform/observability/create-metrics.js';
import { openSharedLevel } from '../../storage/index.js';
import type { Shutdown } from './shutdown.js';

interface CachesParts {
  readonly config: Pick<Config, 'storage'>;
  readonly url: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'cacheRead'>;
}

/** What is remembered of rows that are read at nearly every request. */
export async function composeCaches(
  shutdown: Shutdown,
  { config, url, clock, log, metrics }: CachesParts,
): Promise<Caches> {
  const shared = await openSharedLevel({ config: config.storage, log });
  const caches = openCaches({ url, shared, clock, log, onRead: metrics.cacheRead });
  shutdown.add('caches', () => caches.close());
  return caches;
}
