import { afterAll } from '@jest/globals';
import { z } from 'zod';
import { sharedService } from '../shared-service.js';
import { runWatchflow, type SpawnOptions, type WatchflowProcess } from './run-watchflow.js';

export type { WatchflowProcess } from './run-watchflow.js';

/**
 * Starts the built program as a person would. Call the function at the top of a file; what still runs after its last test is
 * killed, and the build is brought up to date by whoever asks first.
 */
export function withProcesses(): (options: SpawnOptions) => Promise<WatchflowProcess> {
  const running = new Set<WatchflowProcess>();
  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    await Promise.all([...running].map(({ ended }) => ended));
  });
  return async (options) => {
    await sharedService('build', z.object({}));
    const child = runWatchflow(options);
    running.add(child);
    const forget = (): void => {
      running.delete(child);
    };
    child.ended.then(forget, forget);
    return child;
  };
}
