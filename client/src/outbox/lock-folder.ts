import { randomBytes } from 'node:crypto';
import { mkdir, readlink, rm, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { hasCode, OutboxError } from './outbox-error.js';
import { startOf } from './process-identity.js';

interface Lock {
  readonly pid: number;
  /** Of its process, see `startOf`. */
  readonly start: string;
  readonly token: string;
}

export interface FolderLock {
  release(): Promise<void>;
}

/** More than the life of a guard. */
const attempts = 1_000;
const restMs = 20;
const guardMs = 10_000;

/**
 * Makes this process the only one that works with the folder; the lock of a process that has ended is taken over, even where its
 * number belongs to somebody else by now. Throws OutboxError. Folders shared between machines or containers are not protected.
 */
export async function lockFolder(dir: string): Promise<FolderLock> {
  const file = path.join(dir, 'outbox.lock');
  const own: Lock = {
    pid: process.pid,
    start: (await startOf(process.pid)) ?? '',
    token: randomBytes(6).toString('hex'),
  };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (await create(file, own)) return { release: () => release(file, own) };
    const holder = await read(file);
    if (holder !== undefined && (await isAlive(holder))) throw inUse(dir, holder);
    await removeStale(file);
  }
  throw new OutboxError('locked', `${file} keeps changing hands: others start in this folder.`);
}

const inUse = (dir: string, { pid }: Lock): OutboxError =>
  new OutboxError(
    'locked',
    `The outbox ${dir} is in use by ${pid === process.pid ? 'this process' : `process ${pid}`}: give each its own folder, or stop that one.`,
  );

const isAlive = async ({ pid, start }: Lock): Promise<boolean> => (await startOf(pid)) === start;

/** A symbolic link to nowhere: made at once or not at all, and short enough for a place on a disk that is full. */
async function create(file: string, { pid, start, token }: Lock): Promise<boolean> {
  try {
    await symlink(`${pid}:${start}:${token}`, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Undefined when there is none, or nothing that is one. */
async function read(file: string): Promise<Lock | undefined> {
  const target = await readlink(file).catch(() => '');
  const [, pid, start, token] = /^(\d+):([^:]*):(\w+)$/.exec(target) ?? [];
  if (pid === undefined || start === undefined || token === undefined) return undefined;
  return { pid: Number(pid), start, token };
}

/** One at a time, looking again: two who saw the same dead holder could otherwise remove each other's new lock. */
async function removeStale(file: string): Promise<void> {
  const guard = `${file}.takeover`;
  if (!(await makeGuard(guard))) {
    await wait(restMs);
    return;
  }
  try {
    const holder = await read(file);
    if (holder === undefined || !(await isAlive(holder))) await rm(file, { force: true });
  } finally {
    await rm(guard, { recursive: true, force: true });
  }
}

async function makeGuard(guard: string): Promise<boolean> {
  try {
    await mkdir(guard);
    return true;
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
  const made = await stat(guard).catch(() => undefined);
  if (made !== undefined && Date.now() - made.mtimeMs > guardMs)
    await rm(guard, { recursive: true, force: true });
  return false;
}

async function release(file: string, own: Lock): Promise<void> {
  if ((await read(file))?.token === own.token) await rm(file, { force: true });
}
