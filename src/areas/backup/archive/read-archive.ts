import { createReadStream, type ReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Decrypter } from 'age-encryption';
import { codeOf } from '../../../platform/lib/code-of.js';
import { messageOf } from '../../../platform/lib/errors.js';
import { BackupError } from '../backup-error.js';
import {
  archiveFormat,
  headerLine,
  headerSchema,
  manifestLine,
  rowOf,
  tableLine,
  type ArchiveHeader,
  type TableSum,
} from './lines.js';
import { passphraseIdentity } from './passphrase-key.js';
import { splitLines } from './split-lines.js';
import { createSum, firstDifference } from './sum-rows.js';
import { bytesOf } from './web-bytes.js';

export interface ArchiveSource {
  readonly file: string;
  readonly passphrase: string;
}

/** In this order: the header, rows by table, and the sums once everything was read and found right. */
export type ArchivePart =
  | { readonly kind: 'header'; readonly header: ArchiveHeader }
  | { readonly kind: 'row'; readonly table: string; readonly row: string }
  | { readonly kind: 'sums'; readonly sums: readonly TableSum[] };

/**
 * Reads an archive. Whoever reads to the end has seen exactly what was written: what is missing, changed or added is a BackupError,
 * at the latest in place of the sums.
 */
export async function* readArchive(source: ArchiveSource): AsyncGenerator<ArchivePart> {
  const handle = await openFile(source.file);
  try {
    yield* readParts(
      await decrypted(
        createReadStream(source.file, { fd: handle.fd, autoClose: false }),
        source.passphrase,
      ),
    );
  } finally {
    await handle.close();
  }
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    const handle = await open(file, 'r');
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
  } catch (cause) {
    const code = codeOf(cause);
    const why =
      code === 'ENOENT' ? 'there is none' : `it cannot be read (${code ?? 'unknown reason'})`;
    throw new BackupError('not-a-backup', `${file} cannot be opened: ${why}`, { cause });
  }
  throw new BackupError('not-a-backup', `${file} cannot be opened: it is no file`);
}

/** The lines' bytes, as they come out of age and gzip. */
async function decrypted(file: ReadStream, passphrase: string): Promise<AsyncIterable<Buffer>> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(passphraseIdentity(passphrase));
  try {
    const plain = Readable.fromWeb(await decrypter.decrypt(bytesOf(file)));
    // Its error is thrown to whoever reads.
    return pipeline(plain, createGunzip(), () => undefined);
  } catch (cause) {
    throw toRefusal(cause);
  }
}

function toRefusal(cause: unknown): BackupError {
  if (cause instanceof BackupError) return cause;
  if (messageOf(cause).includes('no identity matched')) {
    const message =
      'the passphrase is not the one the backup was made with (or its first bytes are damaged)';
    return new BackupError('wrong-passphrase', message, { cause });
  }
  return new BackupError(
    'not-a-backup',
    'the file is no backup of watchflow, or its first bytes are damaged',
    { cause },
  );
}

async function* readParts(bytes: AsyncIterable<Buffer>): AsyncGenerator<ArchivePart> {
  try {
    const lines = splitLines(bytes);
    yield { kind: 'header', header: parseHeader(await lines.next()) };
    yield { kind: 'sums', sums: yield* readTables(lines) };
  } catch (cause) {
    if (cause instanceof BackupError) throw cause;
    throw new BackupError('damaged', `the backup is damaged or cut off (${messageOf(cause)})`, {
      cause,
    });
  }
}

function parseHeader({ value }: IteratorResult<string, undefined>): ArchiveHeader {
  const { success, data } = headerLine.safeParse(parsed(value ?? ''));
  if (!success)
    throw new BackupError('not-a-backup', 'the file is something else than a backup of watchflow');
  const { format } = headerSchema.pick({ format: true }).parse(data.watchflow);
  if (format > archiveFormat)
    throw new BackupError(
      'newer',
      `the backup is of format ${format}, this watchflow reads up to ${archiveFormat}: use the one that made it, or a newer one`,
    );
  return headerSchema.parse(data.watchflow);
}

async function* readTables(
  lines: AsyncGenerator<string, undefined>,
): AsyncGenerator<ArchivePart, TableSum[]> {
  const sums: TableSum[] = [];
  let sum: ReturnType<typeof createSum> | undefined;
  let table = '';
  for await (const line of lines) {
    const row = rowOf(line);
    if (row !== undefined && sum !== undefined) {
      sum.add(row);
      yield { kind: 'row', table, row };
      continue;
    }
    if (sum !== undefined) sums.push(sum.total());
    const next = tableLine.safeParse(parsed(line));
    if (!next.success) {
      assertEnd(line, sums);
      if ((await lines.next()).done !== true) throw new Error('something follows its end');
      return sums;
    }
    table = next.data.table;
    sum = createSum(table);
  }
  throw new Error('its end is missing');
}

function assertEnd(line: string, sums: readonly TableSum[]): void {
  const { manifest } = manifestLine.parse(parsed(line));
  const wrong = firstDifference(manifest.tables, sums);
  if (wrong !== undefined) throw new Error(`the rows of ${wrong} are not those that were written`);
}

/** Whatever it is, it may hold secrets: what is wrong with it is not quoted. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
