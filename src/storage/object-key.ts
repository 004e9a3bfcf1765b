import type { Readable } from 'node:stream';
import { StorageError, type BackendName } from './storage-error.js';

const longestKey = 800;
/** In UTF-16 units. However a file system writes them down, three bytes each stay below its 255. */
const longestSegment = 80;
/** U+10FFFF stands behind every key in the order of bytes. */
const lastCharacter = '\u{10FFFF}';

/**
 * Segments of any script, in normal form C, with slashes in between; none is empty, `.` or `..`, and none holds a control character or a backslash.
 * Throws StorageError `invalid-key`.
 */
export function assertKey(service: BackendName, key: string): void {
  const fault = faultOf(key);
  if (fault !== undefined)
    throw new StorageError(
      { kind: 'invalid-key', service },
      `${fault}: ${JSON.stringify(key.slice(0, 100))}`,
    );
}

/** As `assertKey`, for a write: nobody will read the body of one that is refused. */
export function assertKeyToWrite(service: BackendName, key: string, body: Readable): void {
  try {
    assertKey(service, key);
  } catch (error) {
    body.destroy();
    throw error;
  }
}

function faultOf(key: string): string | undefined {
  if (Buffer.byteLength(key) > longestKey) return `a key has at most ${longestKey} bytes`;
  if (/\p{Cs}/u.test(key)) return 'a key is well-formed Unicode';
  if (key.normalize('NFC') !== key) return 'a key is in normal form C';
  if (/[\p{Cc}\\]/u.test(key) || key.includes(lastCharacter))
    return 'a key holds no control characters or backslashes';
  const segments = key.split('/');
  if (segments.some((segment) => ['', '.', '..'].includes(segment)))
    return 'a key has neither empty segments nor dots alone';
  return segments.some(({ length }) => length > longestSegment)
    ? `a segment of a key has at most ${longestSegment} characters`
    : undefined;
}

/** As services sort them; comparing strings would sort by UTF-16 units. */
export const compareKeys = (left: string, right: string): number =>
  Buffer.compare(Buffer.from(left), Buffer.from(right));

/** Behind every key that begins so. */
export const endOfPrefix = (prefix: string): string => prefix + lastCharacter;
