import { listBackups } from '../../../areas/backup/index.js';
import { codeOf } from '../../../platform/lib/code-of.js';
import { fault, ok, skippedFor, warning, type Check, type Finding } from '../check.js';
import type { DoctorContext } from '../doctor-context.js';

const hourMs = 3_600_000;
/** A daily one may be late. */
const tooOldHours = 48;

export const backupsCheck: Check = {
  name: 'backups',
  run: (context) => {
    const refused = skippedFor(context, 'BACKUP_DIR', 'BACKUP_PASSPHRASE');
    if (refused !== undefined) return refused;
    const { dir, passphrase } = context.config.backup;
    if (dir === undefined)
      return warning(
        'none are made',
        'set BACKUP_DIR (best on another disk) and BACKUP_PASSPHRASE',
      );
    return passphrase === undefined
      ? warning('BACKUP_DIR without BACKUP_PASSPHRASE: none are made', 'set the passphrase, too')
      : examine(dir, context);
  },
};

async function examine(dir: string, { clock }: DoctorContext): Promise<Finding> {
  try {
    const made = await listBackups(dir);
    const [newest] = made;
    if (newest === undefined)
      return warning(
        `there is none in ${dir} yet`,
        'one is made daily at 02:50 UTC while watchflow runs; `watchflow backup` makes one now',
      );
    const hours = Math.floor((clock.now().getTime() - newest.madeAt.getTime()) / hourMs);
    const found = `${made.length} in ${dir}, the newest ${hours} hours old`;
    return hours < tooOldHours
      ? ok(found, '`watchflow backup --check` with its name reads it through')
      : warning(found, 'see the log of the job backup, or make one now: `watchflow backup`');
  } catch (thrown) {
    return fault(
      `${dir} cannot be read (${codeOf(thrown) ?? 'unknown reason'})`,
      'make it readable and writable for this user, or set BACKUP_DIR to another folder',
    );
  }
}
