import { migrate } from '../../platform/database/index.js';
import { startRuntime } from '../../runtime/index.js';
import { fromEnvironment } from './from-environment.js';

/** `watchflow migrate`: of the configured database, or of the embedded one. */
export async function runMigrate(): Promise<void> {
  const { config, log } = fromEnvironment();
  const runtime = await startRuntime({
    dataDir: config.dataDir,
    cacheDir: config.runtime.cacheDir,
    path: config.runtime.path,
    ui: false,
    inMemory: true,
    databaseUrl: config.database.url,
    temporal: 'none',
    log,
  });
  try {
    const { applied } = await migrate({ url: runtime.databaseUrl, log });
    process.stdout.write(
      applied.length === 0 ? 'The database is up to date.\n' : `Applied: ${applied.join(', ')}\n`,
    );
  } finally {
    await runtime.stop();
  }
}
