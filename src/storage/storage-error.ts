import type { StorageBackendName } from '../platform/config/storage-config.js';

/** What stands behind a kind of data. */
export type BackendName = StorageBackendName;

export type StorageErrorKind =
  /** There is no object of this key. */
  | 'not-found'
  /** No backend takes such a key. */
  | 'invalid-key'
  /** The first byte asked for is behind the last one there is. */
  | 'out-of-range'
  /** More than this backend takes as one object. */
  | 'too-large'
  /** The source of a write broke off, or an object was replaced while it was read. */
  | 'interrupted'
  /** No room is left. */
  | 'full'
  /** The service does not let us in: credentials, permissions, a bucket that is not there. */
  | 'refused'
  /** The service cannot be reached, or says so itself. */
  | 'unavailable';

/** Seconds after which another attempt makes sense; null: as long as nobody changes anything it fails again. */
const retryAfterSeconds: Readonly<Record<StorageErrorKind, number | null>> = {
  'not-found': null,
  'invalid-key': null,
  'out-of-range': null,
  'too-large': null,
  interrupted: 0,
  full: 60,
  refused: null,
  unavailable: 5,
};

interface StorageFault {
  readonly kind: StorageErrorKind;
  readonly service: BackendName;
}

/** Why an object could be neither written nor read. The message names neither credentials nor signed addresses. */
export class StorageError extends Error {
  override readonly name = 'StorageError';

  readonly kind: StorageErrorKind;
  readonly service: BackendName;

  constructor({ kind, service }: StorageFault, message: string, cause?: unknown) {
    super(`${service}: ${message}`, { cause });
    this.kind = kind;
    this.service = service;
  }

  get retryAfter(): number | null {
    return retryAfterSeconds[this.kind];
  }
}

export const notFound = (service: BackendName, key: string): StorageError =>
  new StorageError({ kind: 'not-found', service }, `there is no object ${JSON.stringify(key)}`);
