import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

/** So many bytes that look random and differ by seed, at a moment's notice. */
export function someBytes(size: number, seed = 1): Buffer {
  const block = createHash('sha512').update(`block ${seed}`).digest();
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += block.length) block.copy(bytes, at);
  for (let at = 0; at + 4 <= size; at += 4_096) bytes.writeUInt32BE((at * seed) >>> 0, at);
  return bytes;
}

const pieceBytes = 64 * 1024;

/** As it comes from a socket. */
export const streamOf = (bytes: Buffer): Readable =>
  Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += pieceBytes)
        yield bytes.subarray(at, at + pieceBytes);
    })(),
    { objectMode: false },
  );

/** Ends with an error once these bytes are out. */
export const breakingStream = (bytes: Buffer): Readable =>
  Readable.from(
    (async function* () {
      yield* streamOf(bytes);
      await Promise.resolve();
      throw new Error('the caller hung up');
    })(),
    { objectMode: false },
  );

/** Goes on with what is left only when told to. */
export function stalledStream(bytes: Buffer): {
  readonly body: Readable;
  readonly goOn: () => void;
} {
  let goOn = (): void => undefined;
  const told = new Promise<void>((resolve) => (goOn = resolve));
  const body = Readable.from(
    (async function* () {
      yield* streamOf(bytes);
      await told;
      yield Buffer.from('the end');
    })(),
    { objectMode: false },
  );
  return { body, goOn };
}

export async function readAll(body: Readable): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces);
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
