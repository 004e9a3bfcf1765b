import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Writable, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { brokenOff, toBytes } from '../collect.js';
import { StorageError } from '../storage-error.js';
import { service, toFault } from './local-fault.js';
import { syncFolders, type SyncFolder } from './sync-folders.js';

/** Where writes under way lie: no name of an object begins with a dot. */
export const writingFolder = '.writing';

export interface Place {
  readonly root: string;
  readonly sync: SyncFolder;
  /** Settles once the name of the root itself is on the disk; asked for once the root is there. */
  readonly rootIsKept: (made: string | undefined) => Promise<void>;
}

interface Placing {
  readonly path: string;
  readonly body: Readable;
}

/** Writes a file aside and renames it into place once it is on the disk: it is seen whole or not at all. Answers its size. */
export async function putInPlace(
  { root, sync, rootIsKept }: Place,
  { path, body }: Placing,
): Promise<number> {
  const aside = join(root, writingFolder, randomUUID());
  const made = await mkdir(dirname(aside), { recursive: true, mode: 0o700 });
  try {
    const size = await writeAside(aside, body);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rename(aside, path);
    // Up to the root whoever made these folders: another writer may have, and not have synced them yet.
    await syncFolders({ from: dirname(path), upTo: root }, sync);
    await rootIsKept(made);
    return size;
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}

async function writeAside(aside: string, body: Readable): Promise<number> {
  const handle = await open(aside, 'wx', 0o600);
  try {
    const sink = createSink(handle);
    await pour(body, sink.stream);
    await handle.sync();
    return sink.written();
  } finally {
    await handle.close();
  }
}

/** What fails in the sink is a fault of the disk; anything else comes from the source. */
async function pour(body: Readable, sink: Writable): Promise<void> {
  try {
    await pipeline(body, sink);
  } catch (error) {
    throw error instanceof StorageError ? error : brokenOff(service, error);
  }
}

/** Not the handle's own stream, which closes it before it can be synced. */
function createSink(handle: FileHandle): { readonly stream: Writable; written(): number } {
  let size = 0;
  const stream = new Writable({
    highWaterMark: 1024 * 1024,
    write(piece, _encoding, done) {
      writeAll(handle, toBytes(piece)).then(
        (written) => {
          size += written;
          done();
        },
        (error: unknown) => {
          done(toFault(error));
        },
      );
    },
  });
  return { stream, written: () => size };
}

/** The system may take less than it is given. */
async function writeAll(handle: FileHandle, bytes: Buffer): Promise<number> {
  let done = 0;
  while (done < bytes.length) done += (await handle.write(bytes, done)).bytesWritten;
  return done;
}
