import type { ByteRange } from './storage-backend.js';
import { StorageError, type BackendName } from './storage-error.js';

interface Cut {
  readonly start: number;
  readonly length: number;
}

/** Which bytes of so many are meant. Throws StorageError `out-of-range`. */
export function cutRange(service: BackendName, size: number, range?: ByteRange): Cut {
  if (range === undefined) return { start: 0, length: size };
  assertRange(service, range);
  const { first, last } = range;
  if (first >= size)
    throw new StorageError(
      { kind: 'out-of-range', service },
      `no bytes ${first} to ${last} among ${size}`,
    );
  return { start: first, length: Math.min(last, size - 1) - first + 1 };
}

/** Throws StorageError `out-of-range` for one that no object could satisfy. */
export function assertRange(service: BackendName, { first, last }: ByteRange): void {
  if (Number.isSafeInteger(first) && Number.isSafeInteger(last) && first >= 0 && last >= first)
    return;
  throw new StorageError(
    { kind: 'out-of-range', service },
    `bytes ${first} to ${last} are no range of bytes`,
  );
}
