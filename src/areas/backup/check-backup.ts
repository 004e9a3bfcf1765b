import { lastKnownMigration, knowsMigration } from '../../platform/database/copying/index.js';
import type { ArchiveHeader, TableSum } from './archive/lines.js';
import { readArchive, type ArchiveSource } from './archive/read-archive.js';
import { BackupError } from './backup-error.js';

export interface BackupChecked {
  readonly header: ArchiveHeader;
  readonly tables: readonly TableSum[];
}

/** Reads a whole archive and restores nothing. Throws BackupError unless this version could restore it. */
export async function checkBackup(source: ArchiveSource): Promise<BackupChecked> {
  let header: ArchiveHeader | undefined;
  for await (const part of readArchive(source)) {
    if (part.kind === 'header') {
      await assertKnown(part.header);
      ({ header } = part);
    }
    if (part.kind === 'sums' && header !== undefined) return { header, tables: part.sums };
  }
  throw new BackupError('damaged', 'the end of the backup is missing');
}

async function assertKnown({ migration, version }: ArchiveHeader): Promise<void> {
  if (await knowsMigration(migration)) return;
  throw new BackupError(
    'newer',
    `the backup was made by watchflow ${version} with a newer database (${migration}; this one knows up to ${await lastKnownMigration()}): use that version, or a newer one`,
  );
}
