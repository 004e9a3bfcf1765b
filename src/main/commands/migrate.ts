import { join } from 'node:path';
import { migrate } from '../../platform/database/index.js';
import { endSurvivors, lockDataDir, startEmbeddedPostgres } from '../../runtime/index.js';
import type { Config } from '../../platform/config/config.js';
import type { Logger } from '../../platform/lib/logger.js';
import { fromEnvironment } from './from-environment.js';

/** `watchflow migrate`: of the configured database, or of the embedded one. */
export async function runMigrate(): Promise<void> {
  const { config, log } = fromEnvironment();
  const { url } = config.database;
  const applied =
    url === undefined ? await migrateEmbedded(config, log) : await migrate({ url, log });
  process.stdout.write(
    applied.applied.length === 0
      ? 'The database is up to date.\n'
      : `Applied: ${applied.applied.join(', ')}\n`,
  );
}

async function migrateEmbedded(
  { dataDir, runtime }: Config,
  log: Logger,
): ReturnType<typeof migrate> {
  const lock = await lockDataDir(dataDir);
  try {
    await endSurvivors(join(dataDir, 'run'), log);
    const postgres = await startEmbeddedPostgres({ dataDir, cacheDir: runtime.cacheDir, log });
    try {
      return await migrate({ url: postgres.url, log });
    } finally {
      await postgres.stop();
    }
  } finally {
    await lock.release();
  }
}
