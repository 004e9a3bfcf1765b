import { createAudit } from '../../../areas/audit/index.js';
import { BackupError, checkBackup, restoreBackup } from '../../../areas/backup/index.js';
import { systemClock } from '../../../platform/lib/clock.js';
import { loadKeyRing } from '../../../platform/security/load-key-ring.js';
import { createSecretBox } from '../../../platform/security/secret-box.js';
import { fromEnvironment } from '../from-environment.js';
import { connected } from '../with-database.js';
import { withEmbeddedPostgres } from '../with-embedded-postgres.js';
import { knownPassphrase } from './ask-passphrase.js';
import { contentIn, rowsIn, say } from './say-backup.js';

export interface RestoreFlags {
  readonly json?: boolean;
}

/** `watchflow restore FILE`: an archive that cannot be restored is refused before a database or a key is made. */
export async function runRestore(file: string, { json = false }: RestoreFlags): Promise<void> {
  const { config, log } = fromEnvironment();
  const passphrase = await knownPassphrase(config);
  const { header, tables } = await refusing(file, () => checkBackup({ file, passphrase }));
  const { url } = config.database;
  const restore = async (databaseUrl: string) => {
    const { ring } = await loadKeyRing({ keys: config.keys.ring, dataDir: config.dataDir });
    const secrets = createSecretBox(ring);
    const checked = { header, tables };
    await refusing(file, () => restoreBackup({ file, passphrase, databaseUrl, secrets, checked }));
    await connected(databaseUrl, log, (db) =>
      createAudit({ db, clock: systemClock, log }).record({
        actor: { kind: 'cli' },
        action: 'backup.restored',
        target: { kind: 'backup', id: file },
        outcome: 'done',
        detail: { madeAt: header.madeAt, rows: rowsIn(tables) },
      }),
    );
  };
  await (url === undefined ? withEmbeddedPostgres(config, log, restore) : restore(url));
  if (json) {
    say(JSON.stringify({ ...header, tables }));
    return;
  }
  say(`Restored, every count and hash as in the archive: ${contentIn(tables)}`);
  say(`It was made ${header.madeAt} by watchflow ${header.version}.`);
  process.stderr.write(
    'Start watchflow: schedules are made anew. People sign in again; API keys are as they were.\n',
  );
}

/** Says of what it speaks, and that all is as before. */
async function refusing<T>(file: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (!(cause instanceof BackupError)) throw cause;
    throw new Error(`${file} was not restored, and nothing was changed: ${cause.message}`, {
      cause,
    });
  }
}
