export type FileErrorKind =
  | 'too-large'
  /** Not among the types that are taken. */
  | 'type-refused'
  /** What is in it is of another type than was said. */
  | 'type-mismatch'
  | 'size-mismatch'
  | 'checksum-mismatch'
  /** The connection ended while it was sent. */
  | 'broke-off'
  /** Deleted or given up while it was sent. */
  | 'gone'
  /** Its bytes have not come yet. */
  | 'not-there-yet'
  /** It is there already, and what comes is another. */
  | 'there-already'
  /** Its bytes are not where they should be. */
  | 'lost'
  /** Changed, expired, or never given out. */
  | 'link-invalid';

/** Why a file is not taken or not given. */
export class FileError extends Error {
  override readonly name = 'FileError';
  constructor(
    readonly kind: FileErrorKind,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
