import { codeOf } from '../../platform/lib/code-of.js';
import { StorageError, type StorageErrorKind } from '../storage-error.js';
import { translatingBy } from '../translating-by.js';

export const service = 's3';

const kinds: Readonly<Record<string, StorageErrorKind>> = {
  NoSuchKey: 'not-found',
  NotFound: 'not-found',
  InvalidRange: 'out-of-range',
  EntityTooLarge: 'too-large',
  NoSuchBucket: 'refused',
  CredentialsProviderError: 'refused',
};

const messages: Readonly<Record<StorageErrorKind, string>> = {
  'not-found': 'there is no such object',
  'invalid-key': 'it takes no such key',
  'out-of-range': 'the object does not reach so far',
  'too-large': 'the object is too large for it',
  interrupted: 'the transfer broke off',
  full: 'no room is left',
  refused: 'it does not let us in: are bucket and credentials right',
  unavailable: 'it does not answer',
};

/** What the service or the way to it says, as a fault of storage. The SDK's own messages may name addresses, so they stay in the cause. */
export function toFault(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const kind = kindOf(error);
  const said = nameOf(error);
  return new StorageError({ kind, service }, `${messages[kind]} (${said})`, error);
}

export const translating = translatingBy(toFault);

function kindOf(error: unknown): StorageErrorKind {
  const known = kinds[nameOf(error)];
  if (known !== undefined) return known;
  const status = statusOf(error);
  if (status === 404) return 'not-found';
  if (status === 416) return 'out-of-range';
  return status === 401 || status === 403 ? 'refused' : 'unavailable';
}

const nameOf = (error: unknown): string => {
  const code = codeOf(error);
  if (code !== undefined) return code;
  return typeof error === 'object' && error !== null && 'name' in error
    ? String(error.name)
    : 'unknown';
};

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  return typeof metadata === 'object' &&
    metadata !== null &&
    'httpStatusCode' in metadata &&
    typeof metadata.httpStatusCode === 'number'
    ? metadata.httpStatusCode
    : undefined;
}
