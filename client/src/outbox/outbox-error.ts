export type OutboxErrorKind =
  /** Another process works with this folder. */
  | 'locked'
  /** The record was not taken; what was taken before is there. */
  | 'disk-full'
  /** Likewise, for another reason. */
  | 'disk'
  /** The version is not above the one that waits. */
  | 'stale'
  /** The outbox was closed. */
  | 'closed';

export class OutboxError extends Error {
  override readonly name = 'OutboxError';
  constructor(
    readonly kind: OutboxErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

export const hasCode = (error: unknown, code: string): boolean => codeOf(error) === code;

/** Not by `instanceof`: Node's own errors may be of another realm. */
const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** What a failed write means to whoever wanted to put a record. */
export function toDiskError(cause: unknown, file: string): OutboxError {
  if (full.has(codeOf(cause)))
    return new OutboxError(
      'disk-full',
      `The disk is full: ${file} could not be written, and the record was not taken. Free space, then put it again; what was taken before is safe.`,
      { cause },
    );
  return new OutboxError('disk', `${file} could not be written (${codeOf(cause)}).`, { cause });
}
