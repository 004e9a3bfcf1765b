import { Readable } from 'node:stream';
import { messageOf } from '../platform/lib/errors.js';
import { StorageError, type BackendName } from './storage-error.js';

interface Collecting {
  readonly service: BackendName;
  readonly mostBytes: number;
}

/** All of a stream, for backends that keep objects whole. Throws StorageError `too-large`, `interrupted`. */
export async function collect(body: Readable, { service, mostBytes }: Collecting): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of body) {
      const bytes = toBytes(piece);
      size += bytes.length;
      if (size > mostBytes)
        throw new StorageError(
          { kind: 'too-large', service },
          `an object has at most ${mostBytes} bytes here`,
        );
      pieces.push(bytes);
    }
  } catch (error) {
    throw error instanceof StorageError ? error : brokenOff(service, error);
  }
  return Buffer.concat(pieces, size);
}

export const toBytes = (piece: unknown): Buffer =>
  piece instanceof Uint8Array
    ? Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
    : Buffer.from(String(piece));

export const brokenOff = (service: BackendName, cause: unknown): StorageError =>
  new StorageError(
    { kind: 'interrupted', service },
    `what was to be written broke off (${messageOf(cause)})`,
    cause,
  );

export const toStream = (bytes: Buffer): Readable =>
  Readable.from(bytes.length === 0 ? [] : [bytes], { objectMode: false });
