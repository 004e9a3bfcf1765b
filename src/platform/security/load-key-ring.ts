import { randomBytes, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from '../lib/code-of.js';
import { InputError, messageOf } from '../lib/errors.js';
import { formatKeyRing, parseKeyRing } from './key-ring.js';
import type { KeyRing } from './key-ring.js';

export interface LoadKeyRingOptions {
  /** The configured ring (`config.keys.ring`); goes before the stored one. */
  readonly keys?: string | undefined;
  readonly dataDir: string;
}

export interface LoadedKeyRing {
  readonly ring: KeyRing;
  readonly source: 'configured' | 'stored' | 'created';
  /** The file of a stored ring. */
  readonly file?: string | undefined;
  /** True when others on this machine can read that file: worth a warning. */
  readonly exposed: boolean;
}

const hasCode = (thrown: unknown, ...codes: readonly string[]) =>
  codes.includes(codeOf(thrown) ?? '');

/**
 * The key ring as configured, else the one in `dataDir`, made there (mode 0600) on first start.
 * Concurrent starters end with the same ring. A damaged file is an InputError: making a new ring would lose every stored token.
 */
export async function loadKeyRing({ keys, dataDir }: LoadKeyRingOptions): Promise<LoadedKeyRing> {
  if (keys !== undefined) {
    return { ring: parse(keys, 'WATCHFLOW_KEYS'), source: 'configured', exposed: false };
  }
  const file = join(dataDir, 'keys');
  const stored = await readStored(file);
  if (stored !== undefined) return { ...stored, source: 'stored' };
  const wasFirst = await store(file, newKeyRing());
  const made = await readStored(file);
  if (made === undefined) throw new Error(`the key ring just written to ${file} is gone`);
  return { ...made, source: wasFirst ? 'created' : 'stored' };
}

/** A ring of one random key. */
export const newKeyRing = (): KeyRing => [
  { id: `k${randomBytes(4).toString('hex')}`, bytes: new Uint8Array(randomBytes(32)) },
];

/** Writes the ring of `dataDir` anew; a reader finds the old one or this one, never half of it. Returns its file. */
export async function replaceStoredKeyRing(dataDir: string, ring: KeyRing): Promise<string> {
  const file = join(dataDir, 'keys');
  const aside = await writeAside(file, ring);
  try {
    await rename(aside, file);
  } finally {
    await rm(aside, { force: true });
  }
  return file;
}

function parse(text: string, place: string): KeyRing {
  try {
    return parseKeyRing(text);
  } catch (fault) {
    const message = `expected ${messageOf(fault)}; restore it from a backup – sealed tokens need it`;
    throw new InputError('key ring', [{ place, message }]);
  }
}

async function readStored(file: string) {
  try {
    const text = await readFile(file, 'utf8');
    const { mode } = await stat(file);
    const exposed = process.platform !== 'win32' && (mode & 0o077) !== 0;
    return { ring: parse(text, file), file, exposed };
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT')) return undefined;
    throw thrown;
  }
}

/** Written aside and linked into place, so that nobody ever reads half a ring; false when another starter was first. */
async function store(file: string, ring: KeyRing): Promise<boolean> {
  const aside = await writeAside(file, ring);
  try {
    await putInPlace(aside, file);
    return true;
  } catch (thrown) {
    if (hasCode(thrown, 'EEXIST')) return false;
    throw thrown;
  } finally {
    await rm(aside, { force: true });
  }
}

/** On the disk before anything is sealed with it. */
async function writeAside(file: string, ring: KeyRing): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const aside = `${file}.${randomUUID()}`;
  const handle = await open(aside, 'wx', 0o600);
  try {
    await handle.writeFile(`${formatKeyRing(ring)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return aside;
}

async function putInPlace(aside: string, file: string): Promise<void> {
  try {
    await link(aside, file);
  } catch (thrown) {
    // File systems without hard links (some mounted volumes).
    if (!hasCode(thrown, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw thrown;
    await copyFile(aside, file, constants.COPYFILE_EXCL);
  }
}
