import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import { BrokenFileError } from '../files/parsed-play.js';
import type { ReadableFile } from '../files/readable-file.js';
import { UploadError } from './import.js';

/** Bytes of a file that is sent. */
export const largestUpload = 64 * 1024 * 1024;
/** Bytes it may unpack to. */
export const largestUnpacked = 1024 * 1024 * 1024;

const pieceSize = 512 * 1024;

export interface Uploaded {
  readonly size: number;
  readonly sha256: string;
}

/** Stores a file in pieces while it arrives: never more than one of them is in memory. Throws UploadError. */
export async function storeUpload(
  db: Database,
  importId: string,
  body: Readable,
): Promise<Uploaded> {
  let number = 0;
  return walk(body, async (content) => {
    await db.importPiece.create({ data: { importId, number, content: new Uint8Array(content) } });
    number += 1;
  });
}

/** What a file is, without storing it. Throws UploadError. */
export const measureUpload = (body: Readable): Promise<Uploaded> =>
  walk(body, () => Promise.resolve());

async function walk(
  body: Readable,
  onPiece: (content: Buffer) => Promise<void>,
): Promise<Uploaded> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of inPieces(body)) {
    size += piece.length;
    if (size > largestUpload)
      throw new UploadError('too-large', `A file may have ${largestUpload / 1024 / 1024} MB.`);
    hash.update(piece);
    await onPiece(piece);
  }
  return { size, sha256: hash.digest('hex') };
}

async function* inPieces(body: Readable): AsyncGenerator<Buffer> {
  let gathered: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      gathered.push(chunk);
      length += chunk.length;
      if (length < pieceSize) continue;
      const whole = Buffer.concat(gathered);
      for (let at = 0; at + pieceSize <= whole.length; at += pieceSize)
        yield whole.subarray(at, at + pieceSize);
      const rest = whole.subarray(whole.length - (whole.length % pieceSize));
      gathered = [rest];
      length = rest.length;
    }
  } catch (cause) {
    throw cause instanceof UploadError
      ? cause
      : new UploadError('broke-off', 'The file broke off while it was sent.', { cause });
  }
  if (length > 0) yield Buffer.concat(gathered);
}

/** A file as its pieces have it. */
export const storedFile = (db: Database, importId: string, size: number): ReadableFile => ({
  size,
  async *range(start, end) {
    const last = Math.ceil(end / pieceSize) - 1;
    for (let number = Math.floor(start / pieceSize); number <= last; number += 1) {
      const content = await readPiece(db, importId, number);
      const before = number * pieceSize;
      yield content.subarray(Math.max(0, start - before), Math.max(0, end - before));
    }
  },
});

const piece = z.object({ content: z.instanceof(Uint8Array) });

async function readPiece(db: Database, importId: string, number: number): Promise<Uint8Array> {
  const [row] = await queryRows(
    db,
    piece,
    sql`SELECT content FROM import_pieces WHERE import_id = ${importId}::uuid AND number = ${number}`,
  );
  if (row === undefined) throw new BrokenFileError('is no longer there; import it again');
  return row.content;
}
