import type { Config } from '../../platform/config/config.js';
import { connectDatabase, migrate, type Database } from '../../platform/database/index.js';
import type { Logger } from '../../platform/lib/logger.js';
import { holderOfDataDir, runningEmbeddedPostgres } from '../../runtime/index.js';
import { withEmbeddedPostgres } from './with-embedded-postgres.js';

interface Settings {
  readonly config: Config;
  readonly log: Logger;
}

/**
 * Works on the database for one command: the configured one, the embedded one of a watchflow that is running, or else the
 * embedded one, started for as long as it takes.
 */
export const withDatabase = <T>(
  settings: Settings,
  use: (db: Database) => Promise<T>,
): Promise<T> => withDatabaseUrl(settings, (url) => connected(url, settings.log, use));

/** The same by its address. */
export async function withDatabaseUrl<T>(
  { config, log }: Settings,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const { url } = config.database;
  const migrated = async (here: string): Promise<T> => {
    await migrate({ url: here, log });
    return use(here);
  };
  if (url !== undefined) return migrated(url);
  const holder = await holderOfDataDir(config.dataDir);
  if (holder === undefined) return withEmbeddedPostgres(config, log, migrated);
  return use(await runningEmbeddedPostgres(config.dataDir));
}

/** One connection or two for a command. */
export async function connected<T>(
  url: string,
  log: Logger,
  use: (db: Database) => Promise<T>,
): Promise<T> {
  const db = connectDatabase({ url, poolMax: 2, log });
  try {
    return await use(db);
  } finally {
    await db.$disconnect();
  }
}
