export { BackupError } from './backup-error.js';
export { checkBackup, type BackupChecked } from './check-backup.js';
export { backupName } from './files/backup-name.js';
export { listBackups, tidyBackups } from './files/backup-folder.js';
export { makeBackup, type BackupMade, type MakeBackup } from './make-backup.js';
export { keptTables } from './tables.js';
export { restoreBackup } from './restore-backup.js';
