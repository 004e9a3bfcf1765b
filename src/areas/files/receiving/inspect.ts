import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { FileError } from '../file-error.js';
import { headBytes, judgeType } from './judge-type.js';

export interface Expected {
  readonly contentType: string;
  readonly types: readonly string[];
  readonly mostBytes: number;
  readonly size?: number | null | undefined;
  readonly sha256?: string | null | undefined;
}

export interface Inspected {
  readonly size: number;
  readonly sha256: string;
  readonly contentType: string;
}

export interface Inspection {
  /** The bytes as they come; breaks off as soon as something is wrong with them. */
  readonly stream: Readable;
  /** Once the stream was read to its end. */
  result(): Inspected;
  /** Why it broke off. */
  fault(): FileError | undefined;
}

/** Looks at a file while it passes: type, size, checksum. Never more than its first bytes are held back. */
export function inspect(body: Readable, expected: Expected): Inspection {
  let fault: FileError | undefined;
  let result: Inspected | undefined;
  async function* passing(): AsyncGenerator<Buffer> {
    try {
      result = yield* look(body, expected);
    } catch (error) {
      fault =
        error instanceof FileError
          ? error
          : new FileError('broke-off', 'The file broke off while it was sent.', error);
      throw fault;
    }
  }
  return {
    stream: Readable.from(passing(), { objectMode: false }),
    fault: () => fault,
    result() {
      if (result === undefined) throw new Error('the file was not read to its end');
      return result;
    },
  };
}

async function* look(body: Readable, expected: Expected): AsyncGenerator<Buffer, Inspected> {
  const hash = createHash('sha256');
  let size = 0;
  let head: Buffer | undefined = Buffer.alloc(0);
  let contentType = expected.contentType;
  const judge = (bytes: Buffer) =>
    judgeType(bytes, { declared: expected.contentType, allowed: expected.types });
  for await (const piece of body as AsyncIterable<Buffer>) {
    size += piece.length;
    assertFits(size, expected);
    hash.update(piece);
    if (head === undefined) {
      yield piece;
      continue;
    }
    head = Buffer.concat([head, piece]);
    if (head.length < headBytes) continue;
    contentType = await judge(head);
    yield head;
    head = undefined;
  }
  if (head !== undefined) {
    contentType = await judge(head);
    if (head.length > 0) yield head;
  }
  const found = { size, sha256: hash.digest('hex'), contentType };
  assertAsAnnounced(found, expected);
  return found;
}

function assertFits(size: number, { mostBytes, size: announced }: Expected): void {
  if (size > mostBytes) throw new FileError('too-large', `A file may have ${mostBytes} bytes.`);
  if (typeof announced === 'number' && size > announced)
    throw new FileError('size-mismatch', `${announced} bytes were announced, and more came.`);
}

/** The last bytes are not let go before this: what is not as announced is never whole. */
function assertAsAnnounced(found: Inspected, { size, sha256 }: Expected): void {
  if (typeof size === 'number' && found.size !== size)
    throw new FileError('size-mismatch', `${size} bytes were announced, ${found.size} came.`);
  if (typeof sha256 === 'string' && found.sha256 !== sha256)
    throw new FileError('checksum-mismatch', `Its SHA-256 is ${found.sha256}, not the one sent.`);
}
