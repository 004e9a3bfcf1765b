import { statfs } from 'node:fs/promises';
import type { TemporalLink } from '../../orchestration/connect.js';
import {
  createHealthWatch,
  createSyncWatch,
  judgeAnswer,
  judgeDisk,
  judgeReadings,
  type HealthProbes,
  type HealthWatch,
  type Measured,
  type SyncWatch,
} from '../../areas/maintenance/index.js';
import { checkTemporal } from '../../orchestration/health.js';
import type { Config } from '../../platform/config/config.js';
import type { Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { Storage } from '../../storage/index.js';
import type { Areas } from './areas.js';

export interface HealthParts {
  readonly config: Config;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly temporal: TemporalLink;
  readonly storage: Storage;
  readonly areas: Pick<Areas, 'accounts' | 'history' | 'notifications' | 'usage' | 'services'>;
}

/** Whatever a process can find out of itself and its neighbours, and of how syncs end. */
export function composeWatches(parts: HealthParts): {
  readonly healthWatch: HealthWatch;
  readonly syncWatch: SyncWatch;
} {
  const healthWatch = createHealthWatch({ ...parts, ...parts.areas, probes: probesOf(parts) });
  return { healthWatch, syncWatch: createSyncWatch({ ...parts, ...parts.areas, healthWatch }) };
}

const probesOf = ({ config, db, temporal, storage, areas }: HealthParts): HealthProbes => ({
  database: () => timed(() => db.$queryRaw`SELECT 1`),
  temporal: async () => judgeAnswer(await checkTemporal(temporal)),
  ...areas.services,
  ...(areas.usage.readRelay === undefined
    ? {}
    : { relay: async () => judgeReadings(await areas.usage.standing()) }),
  files: async () => judgeAnswer((await storage.health()).files.state),
  cache: async () => judgeAnswer((await storage.health()).cache.state),
  disk: () => lookAtDisk(config.dataDir),
});

async function timed(ask: () => Promise<unknown>): Promise<Measured> {
  const began = performance.now();
  const ok = await ask().then(
    () => true,
    () => false,
  );
  return judgeAnswer({ ok, ms: performance.now() - began });
}

async function lookAtDisk(dataDir: string): Promise<Measured> {
  try {
    const { bavail, bsize } = await statfs(dataDir);
    return judgeDisk(bavail * bsize);
  } catch {
    return { state: 'down', ms: null, detail: 'unreadable' };
  }
}
