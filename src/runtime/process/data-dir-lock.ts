import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { hasCode } from './has-code.js';
import { identityOf, isAlive, type ProcessIdentity } from './process-identity.js';

const lockText = z.strictObject({
  pid: z.int().positive(),
  startTime: z.string(),
  token: z.string(),
});
type Lock = Readonly<z.infer<typeof lockText>>;

/** More than a takeover guard's life of them. */
const attempts = 1_000;

export interface DataDirLock {
  release(): Promise<void>;
}

/** Another process works in this data folder. */
export class DataDirInUseError extends Error {
  override readonly name = 'DataDirInUseError';
  constructor(
    readonly dataDir: string,
    readonly pid: number,
  ) {
    super(
      `the data folder ${dataDir} is in use by process ${pid}: stop that process, or set DATA_DIR to another folder`,
    );
  }
}

/**
 * Makes this process the only one in the folder. The lock of a process that has ended – its number may belong to somebody
 * else by now – is taken over. Throws `DataDirInUseError`. Folders shared between machines are not protected.
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  await mkdir(dataDir, { recursive: true });
  const file = lockFile(dataDir);
  const own = { ...(await ownIdentity()), token: randomUUID() };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (await createLock(file, own)) return { release: () => releaseLock(file, own) };
    const holder = await readLock(file);
    if (holder !== undefined && (await isAlive(holder))) {
      throw new DataDirInUseError(dataDir, holder.pid);
    }
    await removeStale(file);
  }
  throw new Error(`${file} keeps changing hands: other processes are starting in this folder`);
}

/** The process that works in the folder now, if one does. Takes and changes nothing. */
export async function holderOfDataDir(dataDir: string): Promise<number | undefined> {
  const holder = await readLock(lockFile(dataDir));
  return holder !== undefined && (await isAlive(holder)) ? holder.pid : undefined;
}

const lockFile = (dataDir: string): string => path.join(dataDir, 'watchflow.lock');

async function ownIdentity(): Promise<ProcessIdentity> {
  return (await identityOf(process.pid)) ?? { pid: process.pid, startTime: 'unknown' };
}

/** A link to a finished file: the lock appears whole or not at all. */
async function createLock(file: string, lock: Lock): Promise<boolean> {
  const draft = `${file}.${lock.token}`;
  await writeFile(draft, JSON.stringify(lock), { mode: 0o600 });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** `undefined` when there is none, or nothing that can be read as one. */
async function readLock(file: string): Promise<Lock | undefined> {
  try {
    return lockText.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/**
 * Only one process at a time may remove a lock, and it looks again before it does: otherwise two who saw the same dead
 * holder could remove each other's new lock.
 */
async function removeStale(file: string): Promise<void> {
  const guard = `${file}.takeover`;
  if (!(await makeGuard(guard))) {
    await wait(20);
    return;
  }
  try {
    const holder = await readLock(file);
    if (holder === undefined || !(await isAlive(holder))) await rm(file, { force: true });
  } finally {
    await rm(guard, { recursive: true, force: true });
  }
}

const guardMilliseconds = 10_000;

/** `false` while another process has it; one that was killed with it in hand loses it after a while. */
async function makeGuard(guard: string): Promise<boolean> {
  try {
    await mkdir(guard);
    return true;
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
  const made = await stat(guard).catch(() => undefined);
  if (made !== undefined && Date.now() - made.mtimeMs > guardMilliseconds) {
    await rm(guard, { recursive: true, force: true });
  }
  return false;
}

async function releaseLock(file: string, own: Lock): Promise<void> {
  if ((await readLock(file))?.token === own.token) await rm(file, { force: true });
}
