import type { Accounts } from '../../areas/accounts/index.js';
import type { Notifications } from '../../areas/notifications/index.js';
import type { Config } from '../../platform/config/config.js';
import type { Clock } from '../../platform/lib/clock.js';
import { InputError } from '../../platform/lib/errors.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { JobName, JobReport } from '../../workflows/contract.js';
import { backUpIntoFolder, type BackupDeps } from './back-up.js';

/** Whether a backup is made by itself. */
export const makesBackups = ({ backup }: Pick<Config, 'backup'>): boolean =>
  backup.dir !== undefined && backup.passphrase !== undefined;

/** The daily backup: one more in the folder of backups. */
export const createBackUp =
  (deps: BackupDeps & { readonly log: Logger }) => async (): Promise<JobReport> => {
    const { dir, passphrase } = deps.config.backup;
    if (dir === undefined || passphrase === undefined)
      throw new InputError('backup', [
        { place: 'BACKUP_DIR', message: 'is to be set, with BACKUP_PASSPHRASE, for every worker' },
      ]);
    const { file, bytes, tables, removed } = await backUpIntoFolder(deps, { dir, passphrase });
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    deps.log.info({ file, bytes, rows, removed }, 'made a backup');
    return { bytes, rows, removed };
  };

interface TellingDeps {
  readonly accounts: Pick<Accounts, 'people'>;
  readonly notifications: Pick<Notifications, 'notify'>;
  readonly clock: Clock;
}

/** Administrators are told once a day. */
export const tellFailedJob =
  ({ accounts, notifications, clock }: TellingDeps) =>
  async (job: JobName): Promise<void> => {
    if (job !== 'backup') return;
    const at = clock.now().toISOString();
    for (const userId of await accounts.people.listAdmins())
      await notifications.notify({
        userId,
        event: 'backup.failed',
        dedupeKey: at.slice(0, 10),
        data: { at },
      });
  };
