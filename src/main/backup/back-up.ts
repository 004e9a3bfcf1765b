import { join } from 'node:path';
import {
  backupName,
  makeBackup,
  tidyBackups,
  type BackupMade,
  type MakeBackup,
} from '../../areas/backup/index.js';
import type { Config } from '../../platform/config/config.js';
import type { Clock } from '../../platform/lib/clock.js';
import { loadKeyRing } from '../../platform/security/load-key-ring.js';
import { createSecretBox } from '../../platform/security/secret-box.js';
import { version } from '../compose/version.js';

export interface BackupDeps {
  readonly config: Pick<Config, 'keys' | 'dataDir' | 'backup'>;
  readonly databaseUrl: string;
  readonly clock: Clock;
}

export interface FolderBackup extends BackupMade {
  /** Older ones that went. */
  readonly removed: number;
}

/** One archive in a file of that name. */
export async function backUpTo(
  { config, databaseUrl, clock }: BackupDeps,
  target: Pick<MakeBackup, 'file' | 'passphrase' | 'signal'>,
): Promise<BackupMade> {
  const { ring } = await loadKeyRing({ keys: config.keys.ring, dataDir: config.dataDir });
  return makeBackup({ ...target, databaseUrl, clock, version, secrets: createSecretBox(ring) });
}

/** One more in the folder of backups; then those go that need not be kept. */
export async function backUpIntoFolder(
  deps: BackupDeps,
  { dir, ...target }: { readonly dir: string } & Pick<MakeBackup, 'passphrase' | 'signal'>,
): Promise<FolderBackup> {
  const { clock, config } = deps;
  const now = clock.now();
  const made = await backUpTo(deps, { file: join(dir, backupName(now)), ...target });
  return { ...made, removed: await tidyBackups(dir, { days: config.backup.keep, now }) };
}
