import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../../platform/lib/logger.js';
import { forgetChild, rememberedChildren } from './child-record.js';
import { isAlive, type ProcessIdentity } from './process-identity.js';
import { endProcess } from './spawn-child.js';

/**
 * Ends children of a process that was killed before it could. Only processes that we wrote down at their start and that
 * began at the written time are touched. Call it with the data folder locked.
 */
export async function endSurvivors(runDir: string, log: Logger): Promise<void> {
  for (const child of await rememberedChildren(runDir)) {
    if (await isAlive(child)) {
      log.warn({ child: child.name, pid: child.pid }, 'ending a survivor of an earlier start');
      await endProcess({ pid: child.pid, exited: gone(child), steps: child.stopSteps });
    }
    await forgetChild(runDir, child.name);
  }
}

/** Not our child, so its end cannot be awaited, only asked for. */
export async function gone(identity: ProcessIdentity): Promise<void> {
  while (await isAlive(identity)) await wait(50);
}
