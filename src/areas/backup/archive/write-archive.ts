import { createWriteStream, type WriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Encrypter } from 'age-encryption';
import { archiveFormat, toRowLine, type ArchiveHeader, type TableSum } from './lines.js';
import { passphraseRecipient } from './passphrase-key.js';
import { createSum } from './sum-rows.js';
import { bytesOf } from './web-bytes.js';

export interface TableContent {
  readonly name: string;
  /** One line of JSON each. */
  readonly rows: AsyncIterable<string>;
}

export interface ArchiveContent {
  readonly header: Omit<ArchiveHeader, 'format'>;
  /** Read one after another. */
  readonly tables: readonly TableContent[];
}

export interface ArchiveTarget {
  readonly file: string;
  readonly passphrase: string;
}

/** Writes an archive to a new file; memory does not grow with it. What it holds, by count and hash. */
export async function writeArchive(
  content: ArchiveContent,
  { file, passphrase }: ArchiveTarget,
): Promise<readonly TableSum[]> {
  const sums: TableSum[] = [];
  const encrypter = new Encrypter();
  encrypter.addRecipient(passphraseRecipient(passphrase));
  const plain = Readable.from(inPieces(archiveLines(content, sums)), { objectMode: false });
  const packed = createGzip();
  const sealed = await encrypter.encrypt(bytesOf(packed));
  await Promise.all([pipeline(plain, packed), pipeline(Readable.fromWeb(sealed), openNew(file))]);
  return sums;
}

const openNew = (file: string): WriteStream =>
  createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true });

async function* archiveLines(
  { header, tables }: ArchiveContent,
  sums: TableSum[],
): AsyncGenerator<string> {
  yield JSON.stringify({ watchflow: { format: archiveFormat, ...header } });
  for (const { name, rows } of tables) {
    yield JSON.stringify({ table: name });
    const sum = createSum(name);
    for await (const row of rows) {
      sum.add(row);
      yield toRowLine(row);
    }
    sums.push(sum.total());
  }
  yield JSON.stringify({ manifest: { tables: sums } });
}

const pieceLength = 64 * 1024;

async function* inPieces(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let piece = '';
  for await (const line of lines) {
    piece += `${line}\n`;
    if (piece.length < pieceLength) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  yield Buffer.from(piece);
}
