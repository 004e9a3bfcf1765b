import { codeOf } from '../../platform/lib/code-of.js';
import { StorageError, type StorageErrorKind } from '../storage-error.js';
import { translatingBy } from '../translating-by.js';

export const service = 'local';

export const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '');

const kinds: Readonly<Record<string, StorageErrorKind>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EACCES: 'refused',
  EPERM: 'refused',
  EROFS: 'refused',
};

/** What the disk says, as a fault of storage. */
export function toFault(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const code = codeOf(error) ?? 'unknown';
  const message = `the folder of objects cannot be used (${code})`;
  return new StorageError({ kind: kinds[code] ?? 'unavailable', service }, message, error);
}

export const translating = translatingBy(toFault);
