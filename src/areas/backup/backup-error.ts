export type BackupErrorKind =
  /** No file, or none that is a backup of ours. */
  | 'not-a-backup'
  | 'wrong-passphrase'
  /** Changed, cut off, or not what it says of itself. */
  | 'damaged'
  /** Made by a watchflow newer than this one. */
  | 'newer'
  /** The database to back up is not of this version. */
  | 'other-version'
  /** There is something where the backup would be restored to. */
  | 'not-empty'
  /** There is a file already where it would be written. */
  | 'exists';

/** Why a backup cannot be made, read or restored; nothing was changed then. Holds nothing of its content. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  constructor(
    readonly kind: BackupErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
