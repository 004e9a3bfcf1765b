import { FileError, StorageError, type FileErrorKind } from '../../areas/files/index.js';
import type { ProblemCode } from '../problem-kinds.js';
import { Problem } from '../problem.js';

const codes: Readonly<Record<FileErrorKind, ProblemCode>> = {
  'too-large': 'file-too-large',
  'type-refused': 'file-refused',
  'type-mismatch': 'file-refused',
  'size-mismatch': 'file-differs',
  'checksum-mismatch': 'file-differs',
  'broke-off': 'file-broke-off',
  gone: 'file-gone',
  'not-there-yet': 'file-not-there',
  'there-already': 'file-there-already',
  lost: 'file-lost',
  'link-invalid': 'link-invalid',
};

/** Why a file is neither taken nor given, as the api says it; undefined for other errors. What keeps files is not told from outside. */
export function toFileProblem(error: unknown): Problem | undefined {
  // What was not read of it must not be taken for the next request.
  if (error instanceof FileError)
    return new Problem(codes[error.kind], error.message, { headers: { connection: 'close' } });
  if (!(error instanceof StorageError)) return undefined;
  if (error.kind === 'full')
    return new Problem('storage-full', 'There is no room for it.', { cause: error });
  if (!['unavailable', 'refused', 'interrupted'].includes(error.kind)) return undefined;
  return new Problem(
    'storage-unavailable',
    'What keeps files does not answer. Nothing was changed.',
    {
      cause: error,
      headers: { connection: 'close', 'retry-after': String(error.retryAfter ?? 60) },
    },
  );
}
