import { migrate } from '../../platform/database/index.js';
import { fromEnvironment } from './from-environment.js';
import { withEmbeddedPostgres } from './with-embedded-postgres.js';

/** `watchflow migrate`: of the configured database, or of the embedded one. */
export async function runMigrate(): Promise<void> {
  const { config, log } = fromEnvironment();
  const { url } = config.database;
  const applied =
    url === undefined
      ? await withEmbeddedPostgres(config, log, (embedded) => migrate({ url: embedded, log }))
      : await migrate({ url, log });
  process.stdout.write(
    applied.applied.length === 0
      ? 'The database is up to date.\n'
      : `Applied: ${applied.applied.join(', ')}\n`,
  );
}
