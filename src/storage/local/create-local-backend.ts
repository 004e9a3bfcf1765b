import { mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { cutRange } from '../byte-range.js';
import { toStream } from '../collect.js';
import { guardBody } from '../guard-body.js';
import { measureHealth } from '../measure-health.js';
import { assertKey, assertKeyToWrite } from '../object-key.js';
import type { ByteRange, ObjectFacts, ObjectRead, StorageBackend } from '../storage-backend.js';
import { notFound } from '../storage-error.js';
import { toPage } from '../to-page.js';
import { isMissing, service, toFault, translating } from './local-fault.js';
import { toPath } from './object-path.js';
import { putInPlace, writingFolder, type Place } from './put-in-place.js';
import { keepingRoot, syncFolder, type SyncFolder } from './sync-folders.js';
import { walkObjects } from './walk-objects.js';

export interface LocalOptions {
  /** Absolute; made when it is first written to. */
  readonly root: string;
  readonly sync?: SyncFolder | undefined;
}

/** Objects as files below a folder. */
export function createLocalBackend({ root, sync = syncFolder }: LocalOptions): StorageBackend {
  const place = { root, sync, rootIsKept: keepingRoot(root, sync) };
  return { ...besidesWrite(root), write: (key, body) => write(place, key, body) };
}

async function write(place: Place, key: string, body: Readable): Promise<{ size: number }> {
  assertKeyToWrite(service, key, body);
  try {
    return { size: await putInPlace(place, { path: toPath(place.root, key), body }) };
  } catch (error) {
    body.destroy();
    throw toFault(error);
  }
}

const besidesWrite = (root: string): Omit<StorageBackend, 'write'> => ({
  name: service,
  async read(key, range) {
    assertKey(service, key);
    return open(toPath(root, key), 'r').then(
      (handle) => readFrom(handle, key, range),
      (error: unknown) => {
        throw isMissing(error) ? notFound(service, key) : toFault(error);
      },
    );
  },
  async find(key) {
    assertKey(service, key);
    try {
      const { size, mtimeMs } = await stat(toPath(root, key));
      return { key, size, writtenAt: new Date(mtimeMs) };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw toFault(error);
    }
  },
  async query({ prefix, limit, cursor }) {
    const found: ObjectFacts[] = [];
    await translating(async () => {
      for await (const facts of walkObjects(root, { prefix, after: cursor })) {
        found.push(facts);
        if (found.length > limit) break;
      }
    });
    return toPage(found, limit);
  },
  async delete(key) {
    assertKey(service, key);
    try {
      await rm(toPath(root, key));
    } catch (error) {
      if (!isMissing(error)) throw toFault(error);
    }
  },
  health: () => measureHealth(() => probe(root)),
  sweep: (before) => sweepAside(join(root, writingFolder), before),
  close: () => Promise.resolve(),
});

type Handle = Awaited<ReturnType<typeof open>>;

/** The handle stays with this version of the file, whatever is renamed over it, and is closed with the stream. */
async function readFrom(handle: Handle, key: string, range?: ByteRange): Promise<ObjectRead> {
  try {
    const { size, mtimeMs } = await handle.stat();
    const { start, length } = cutRange(service, size, range);
    const facts = { key, size, writtenAt: new Date(mtimeMs) };
    if (length > 0) {
      const file = handle.createReadStream({ start, end: start + length - 1 });
      return { ...facts, body: guardBody(file, { toFault }) };
    }
    await handle.close();
    return { ...facts, body: toStream(Buffer.alloc(0)) };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A folder that can be written to. The name is always the same, so that a process leaves at most one. */
async function probe(root: string): Promise<void> {
  const folder = join(root, writingFolder);
  const file = join(folder, `probe-${process.pid}`);
  await translating(async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(file, 'x').finally(() => rm(file, { force: true }));
  });
}

async function sweepAside(folder: string, before: Date): Promise<number> {
  let swept = 0;
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const file = join(folder, name);
    const facts = await stat(file).catch(() => undefined);
    if (facts === undefined || facts.mtime >= before) continue;
    await rm(file, { force: true });
    swept += 1;
  }
  return swept;
}
