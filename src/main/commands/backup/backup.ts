import { resolve } from 'node:path';
import { createAudit } from '../../../areas/audit/index.js';
import { backupName, checkBackup, type BackupMade } from '../../../areas/backup/index.js';
import { systemClock } from '../../../platform/lib/clock.js';
import { InputError } from '../../../platform/lib/errors.js';
import { backUpIntoFolder, backUpTo, type BackupDeps } from '../../backup/back-up.js';
import { fromEnvironment } from '../from-environment.js';
import { connected, withDatabaseUrl } from '../with-database.js';
import { knownPassphrase, newPassphrase } from './ask-passphrase.js';
import { contentIn, rowsIn, say } from './say-backup.js';

export interface BackupFlags {
  readonly check?: boolean;
  readonly json?: boolean;
}

/**
 * `watchflow backup [FILE]`: to that file, else one more in BACKUP_DIR, else in the working directory. `--check` restores nothing
 * and needs no installation.
 */
export async function runBackup(
  file: string | undefined,
  { check = false, json = false }: BackupFlags,
): Promise<void> {
  if (check) await checkFile(file, json);
  else await writeFile(file, json);
}

async function checkFile(file: string | undefined, json: boolean): Promise<void> {
  if (file === undefined)
    throw new InputError('backup', [{ place: 'file', message: 'is to be named with --check' }]);
  const passphrase = await knownPassphrase(fromEnvironment().config);
  const { header, tables } = await checkBackup({ file, passphrase });
  if (json) {
    say(JSON.stringify({ ...header, tables }));
    return;
  }
  say(`${file} is whole: made ${header.madeAt} by watchflow ${header.version}`);
  say(`  ${contentIn(tables)}`);
}

async function writeFile(file: string | undefined, json: boolean): Promise<void> {
  const settings = fromEnvironment();
  const { config, log } = settings;
  const passphrase = await newPassphrase(config);
  const made = await withDatabaseUrl(settings, async (databaseUrl) => {
    const written = await write({ config, databaseUrl, clock: systemClock }, { file, passphrase });
    await connected(databaseUrl, log, (db) =>
      createAudit({ db, clock: systemClock, log }).record({
        actor: { kind: 'cli' },
        action: 'backup.made',
        target: { kind: 'backup', id: written.file },
        outcome: 'done',
        detail: { bytes: written.bytes, rows: rowsIn(written.tables) },
      }),
    );
    return written;
  });
  if (json) say(JSON.stringify(made));
  else say(`${made.file}: ${contentIn(made.tables)}; ${made.bytes} bytes`);
}

interface Wish {
  readonly file: string | undefined;
  readonly passphrase: string;
}

function write(deps: BackupDeps, { file, passphrase }: Wish): Promise<BackupMade> {
  const { dir } = deps.config.backup;
  if (file === undefined && dir !== undefined) return backUpIntoFolder(deps, { dir, passphrase });
  return backUpTo(deps, {
    file: resolve(file ?? backupName(deps.clock.now())),
    passphrase,
  });
}
