import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Logger } from '../platform/lib/logger.js';
import { ownAccount } from './process/account.js';
import { DataDirInUseError, lockDataDir } from './process/data-dir-lock.js';
import { endSurvivors } from './process/end-survivors.js';

const prefix = 'watchflow-temporary-';
const youngMilliseconds = 60_000;

/** A new folder for one run. Those that killed processes of this user left behind are removed on the way. */
export async function makeTemporaryDir(log: Logger, parent = tmpdir()): Promise<string> {
  await removeLeftovers(log, parent);
  const dir = await mkdtemp(path.join(parent, prefix));
  // PostgreSQL may run as another user and must get through; what is secret in here is closed itself.
  await chmod(dir, 0o711);
  return dir;
}

async function removeLeftovers(log: Logger, parent: string): Promise<void> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  for (const name of names) {
    const dir = path.join(parent, name);
    if (await mayBeLeftOver(dir)) await removeUnlessInUse(dir, log);
  }
}

/** A young folder may be about to be locked; what another user put there must not be believed. */
async function mayBeLeftOver(dir: string): Promise<boolean> {
  const found = await stat(dir).catch(() => undefined);
  const own = ownAccount()?.uid;
  return found !== undefined && found.uid === own && Date.now() - found.mtimeMs > youngMilliseconds;
}

async function removeUnlessInUse(dir: string, log: Logger): Promise<void> {
  try {
    await lockDataDir(dir);
    await endSurvivors(path.join(dir, 'run'), log);
    await rm(dir, { recursive: true, force: true });
  } catch (error) {
    if (!(error instanceof DataDirInUseError)) log.debug({ dir }, 'a temporary folder stays');
  }
}
