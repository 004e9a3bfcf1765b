import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../platform/lib/code-of.js';
import { compareKeys } from '../object-key.js';
import type { ObjectFacts } from '../storage-backend.js';
import { toSegment } from './object-path.js';

interface Wanted {
  readonly prefix: string;
  /** Only behind this key. */
  readonly after?: string | undefined;
}

interface Entry {
  /** Of an object its key; of a folder what the keys in it begin with. */
  readonly key: string;
  readonly path: string;
  readonly isFolder: boolean;
}

/** The objects of a folder in the order of their keys; folders without any of them are not opened. */
export const walkObjects = (root: string, wanted: Wanted): AsyncGenerator<ObjectFacts> =>
  walk({ key: '', path: root, isFolder: true }, wanted);

async function* walk(folder: Entry, wanted: Wanted): AsyncGenerator<ObjectFacts> {
  for (const entry of await entriesOf(folder)) {
    if (entry.isFolder) {
      if (mayHold(entry.key, wanted)) yield* walk(entry, wanted);
    } else if (isWanted(entry.key, wanted)) {
      const facts = await factsOf(entry);
      if (facts !== undefined) yield facts;
    }
  }
}

const isWanted = (key: string, { prefix, after }: Wanted): boolean =>
  key.startsWith(prefix) && (after === undefined || compareKeys(key, after) > 0);

const mayHold = (start: string, { prefix, after }: Wanted): boolean =>
  (start.startsWith(prefix) || prefix.startsWith(start)) &&
  (after === undefined || after.startsWith(start) || compareKeys(start, after) > 0);

/** In the order of keys: a folder stands where its slash puts it. */
async function entriesOf({ key, path }: Entry): Promise<Entry[]> {
  const found = await readFolder(path);
  return found
    .flatMap((entry) => {
      const named = toSegment(entry.name, entry.isDirectory());
      if (named === undefined || !(entry.isFile() || named.isFolder)) return [];
      const { segment, isFolder } = named;
      const full = `${key}${segment}${isFolder ? '/' : ''}`;
      return [{ key: full, path: join(path, entry.name), isFolder }];
    })
    .sort((left, right) => compareKeys(left.key, right.key));
}

async function readFolder(path: string): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Undefined for one that has just been deleted. */
async function factsOf({ key, path }: Entry): Promise<ObjectFacts | undefined> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { key, size, writtenAt: new Date(mtimeMs) };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
