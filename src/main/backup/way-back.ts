import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { keptTables, listBackups } from '../../areas/backup/index.js';
import type { Config } from '../../platform/config/config.js';
import { findDamage } from '../../platform/database/index.js';
import type { Logger } from '../../platform/lib/logger.js';
import { DamagedClusterError } from '../../runtime/index.js';

type Installation = Pick<Config, 'backup' | 'dataDir' | 'database' | 'temporal'>;

/** The database cannot be trusted: what is wrong, and the commands that lead back to one that can. */
class DamagedDatabaseError extends Error {
  override readonly name = 'DamagedDatabaseError';
}

/** Starts what may find its own folder damaged, and says then what to do. */
export async function tellingTheWayBack<T>(
  installation: Installation,
  start: () => Promise<T>,
): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const found = damagedClusterIn(error);
    if (found === undefined) throw error;
    throw await damaged(installation, found.message, { cause: error });
  }
}

/** Where Temporal did not start either, there are several reasons. */
const damagedClusterIn = (error: unknown): DamagedClusterError | undefined =>
  [error, ...(error instanceof AggregateError ? (error.errors as unknown[]) : [])].find(
    (one) => one instanceof DamagedClusterError,
  );

export interface SoundnessQuestion {
  readonly config: Installation;
  readonly databaseUrl: string;
  readonly log: Logger;
}

/** Looks at the database before anything is written to it. */
export async function assertSound({ config, databaseUrl, log }: SoundnessQuestion): Promise<void> {
  const { damage, counted } = await findDamage({
    url: databaseUrl,
    tables: keptTables.map(({ name }) => name),
    whole: config.database.url === undefined,
  });
  if (damage !== undefined) throw await damaged(config, damage);
  if (counted > 0)
    log.error(
      { counted },
      'PostgreSQL has met damaged pages in this database: look at the disk, and restore a backup (docs/operations.md)',
    );
}

async function damaged(
  installation: Installation,
  what: string,
  options?: ErrorOptions,
): Promise<DamagedDatabaseError> {
  const newest = await newestBackup(installation);
  const file = newest ?? '<file of your backup>';
  const steps =
    installation.database.url === undefined
      ? await embeddedSteps(installation, file)
      : ['# make an empty database, and set DATABASE_URL to it', restoreStep(file), startStep];
  const text = [
    `The database is damaged: ${what}.`,
    'Nothing was changed. To go on from a backup, keeping what is there:',
    '',
    ...steps.map((step) => `  ${step}`),
    '',
    'Without a backup leave the restore out: connect the accounts anew, and the ledger is read from Trakt again.',
  ];
  return new DamagedDatabaseError(text.join('\n'), options);
}

const startStep = 'npm start';
const restoreStep = (file: string): string => `npm run --silent watchflow -- restore ${file}`;

/** Where the database lies elsewhere, that is what moves: the link to it stays. */
async function embeddedSteps(
  { dataDir, temporal }: Installation,
  file: string,
): Promise<readonly string[]> {
  const place = join(dataDir, 'postgres');
  const folders = [
    await realpath(place).catch(() => place),
    // It remembers workflows of a database that will be no more.
    ...(temporal.external ? [] : [join(dataDir, 'temporal')]),
  ];
  return [
    ...folders.map((folder) => `mv ${quoted(folder)} ${quoted(`${folder}.damaged`)}`),
    restoreStep(file),
    startStep,
  ];
}

async function newestBackup({ backup }: Installation): Promise<string | undefined> {
  if (backup.dir === undefined) return undefined;
  const [newest] = await listBackups(backup.dir).catch(() => []);
  return newest === undefined ? undefined : quoted(newest.file);
}

/** As a shell takes it. */
const quoted = (path: string): string =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
