import type { Config } from '../../platform/config/config.js';
import { InputError } from '../../platform/lib/errors.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { JobName, JobReport } from '../../workflows/contract.js';
import { backUpIntoFolder, type BackupDeps } from './back-up.js';

/** Jobs there is nothing to do for, as this is configured. */
export const idleJobs = ({
  backup,
  relay,
}: Pick<Config, 'backup' | 'relay'>): readonly JobName[] => [
  ...(backup.dir !== undefined && backup.passphrase !== undefined ? [] : (['backup'] as const)),
  ...(relay.url === undefined ? (['data-sync'] as const) : []),
];

/** The daily backup: one more in the folder of backups. */
export const createBackUp =
  (deps: BackupDeps & { readonly log: Logger }) =>
  async (signal: AbortSignal): Promise<JobReport> => {
    const { dir, passphrase } = deps.config.backup;
    if (dir === undefined || passphrase === undefined)
      throw new InputError('backup', [
        { place: 'BACKUP_DIR', message: 'is to be set, with BACKUP_PASSPHRASE, for every worker' },
      ]);
    const { file, bytes, tables, removed } = await backUpIntoFolder(deps, {
      dir,
      passphrase,
      signal,
    });
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    deps.log.info({ file, bytes, rows, removed }, 'made a backup');
    return { bytes, rows, removed };
  };
