import { join } from 'node:path';
import type { Config } from '../../platform/config/config.js';
import type { Logger } from '../../platform/lib/logger.js';
import { tellingTheWayBack } from '../backup/way-back.js';
import { endSurvivors, lockDataDir, startEmbeddedPostgres } from '../../runtime/index.js';

/** The embedded PostgreSQL for as long as `use` takes. Throws DataDirInUseError. */
export async function withEmbeddedPostgres<T>(
  config: Config,
  log: Logger,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const { dataDir, runtime } = config;
  const lock = await lockDataDir(dataDir);
  try {
    await endSurvivors(join(dataDir, 'run'), log);
    const postgres = await tellingTheWayBack(config, () =>
      startEmbeddedPostgres({ dataDir, cacheDir: runtime.cacheDir, log }),
    );
    try {
      return await use(postgres.url);
    } finally {
      await postgres.stop();
    }
  } finally {
    await lock.release();
  }
}
