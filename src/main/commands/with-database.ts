import type { Config } from '../../platform/config/config.js';
import { connectDatabase, migrate, type Database } from '../../platform/database/index.js';
import type { Logger } from '../../platform/lib/logger.js';
import { holderOfDataDir, runningEmbeddedPostgres } from '../../runtime/index.js';
import { withEmbeddedPostgres } from './with-embedded-postgres.js';

interface Settings {
  readonly config: Config;
  readonly log: Logger;
}

type Use<T> = (db: Database) => Promise<T>;

/**
 * Works on the database for one command: the configured one, the embedded one of a watchflow that is running, or else the
 * embedded one, started for as long as it takes.
 */
export async function withDatabase<T>(settings: Settings, use: Use<T>): Promise<T> {
  const { config, log } = settings;
  const { url } = config.database;
  if (url !== undefined) return migrated(url, log, use);
  const holder = await holderOfDataDir(config.dataDir);
  if (holder === undefined)
    return withEmbeddedPostgres(config, log, (started) => migrated(started, log, use));
  return connected(await runningEmbeddedPostgres(config.dataDir), log, use);
}

async function migrated<T>(url: string, log: Logger, use: Use<T>): Promise<T> {
  await migrate({ url, log });
  return connected(url, log, use);
}

async function connected<T>(url: string, log: Logger, use: Use<T>): Promise<T> {
  const db = connectDatabase({ url, poolMax: 2, log });
  try {
    return await use(db);
  } finally {
    await db.$disconnect();
  }
}
