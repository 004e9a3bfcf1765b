import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { backupName } from '../../../src/areas/backup/index.js';

interface Variables extends Readonly<Record<string, string>> {
  readonly BACKUP_DIR: string;
  readonly BACKUP_PASSPHRASE: string;
}

/** A folder beside the data folder with a backup so old, and the variables that name it. */
export async function aBackupOf(
  { dataDir }: { readonly dataDir: string },
  hoursAgo = 24,
): Promise<Variables> {
  const dir = path.join(path.dirname(dataDir), `backups-${hoursAgo}`);
  await mkdir(dir, { recursive: true });
  const made = new Date(Date.now() - hoursAgo * 3_600_000 - 60_000);
  await writeFile(path.join(dir, backupName(made)), 'sealed');
  return { BACKUP_DIR: dir, BACKUP_PASSPHRASE: 'correct horse battery staple' };
}
