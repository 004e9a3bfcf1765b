import { readFile, readlink, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from '../../platform/lib/logger.js';
import { gone } from '../process/end-survivors.js';
import { identityOf } from '../process/process-identity.js';
import { endProcess, type StopSteps } from '../process/spawn-child.js';

export const postgresStopSteps: StopSteps = [
  { signal: 'SIGINT', seconds: 10 },
  { signal: 'SIGQUIT', seconds: 5 },
];

/**
 * Settles a `postmaster.pid` before a start, with the data folder locked. A server still running on this cluster is ended; a file
 * whose number has gone to another process – PostgreSQL itself would refuse to start then – is removed.
 */
export async function clearStalePid(clusterDir: string, log: Logger): Promise<void> {
  const file = path.join(clusterDir, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const pid = Number(text.split('\n')[0]);
  const identity = Number.isInteger(pid) && pid > 1 ? await identityOf(pid) : undefined;
  if (identity !== undefined && (await worksIn(pid, clusterDir))) {
    log.warn({ pid }, 'ending a PostgreSQL server left over in the data folder');
    await endProcess({ pid, exited: gone(identity), steps: postgresStopSteps });
  }
  await rm(file, { force: true });
}

/** A postmaster's working folder is its cluster. Where that cannot be asked, it is left to PostgreSQL's own check. */
const worksIn = (pid: number, clusterDir: string): Promise<boolean> =>
  readlink(`/proc/${pid}/cwd`).then(
    (folder) => folder === clusterDir,
    () => false,
  );
