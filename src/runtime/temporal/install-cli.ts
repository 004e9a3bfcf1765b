import { randomUUID } from 'node:crypto';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { inspectCli, pinnedVersion, type TemporalCli } from './cli-program.js';

/** Where the downloaded program lies in our cache. */
export const cachedCli = (cacheDir: string): string =>
  path.join(
    cacheDir,
    'temporal',
    pinnedVersion,
    process.platform === 'win32' ? 'temporal.exe' : 'temporal',
  );

/** Fetches the program: works in the folder (thrown away after) and returns the file. */
export type FetchCli = (workDir: string) => Promise<string>;

/**
 * Fetches the program into the cache. It is tried out first and appears there whole or not at all; several processes
 * may do this at once, the last one wins with the same program.
 */
export async function installCli(cacheDir: string, fetchCli: FetchCli): Promise<TemporalCli> {
  const target = cachedCli(cacheDir);
  const folder = path.dirname(target);
  const workDir = path.join(folder, `.download-${randomUUID()}`);
  await mkdir(workDir, { recursive: true });
  try {
    const file = await fetchCli(workDir);
    await chmod(file, 0o755);
    const { version } = await inspectCli(file);
    await rename(file, target);
    return { path: target, version };
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}
