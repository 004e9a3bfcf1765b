import type { Config } from '../../platform/config/config.js';
import type { Logger } from '../../platform/lib/logger.js';
import { openStorage, type Storage } from '../../storage/index.js';
import type { Shutdown } from './shutdown.js';

interface StorageParts {
  readonly config: Pick<Config, 'storage'>;
  readonly url: string;
  readonly log: Logger;
}

/** The backend of each kind of data. */
export async function composeStorage(
  shutdown: Shutdown,
  { config, url, log }: StorageParts,
): Promise<Storage> {
  const storage = await openStorage({ config: config.storage, databaseUrl: url, log });
  shutdown.add('storage', () => storage.close());
  return storage;
}
