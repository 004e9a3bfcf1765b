import type { ByteRange } from './storage-backend.js';
import { StorageError, type BackendName } from './storage-error.js';

interface Cut {
  readonly start: number;
  readonly length: number;
}

/** Which bytes of so many are meant. Throws StorageError `out-of-range`. */
export function cutRange(service: BackendName, size: number, range?: ByteRange): Cut {
  if (range === undefined) return { start: 0, length: size };
  const { first, last } = range;
  if (first < 0 || last < first || first >= size)
    throw new StorageError(
      { kind: 'out-of-range', service },
      `no bytes ${first} to ${last} among ${size}`,
    );
  return { start: first, length: Math.min(last, size - 1) - first + 1 };
}
