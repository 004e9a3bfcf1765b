import { eventually } from '../eventually.js';
import type { TestWatchflow } from '../with-watchflow.js';
import type { WatchflowProcess, withProcesses } from './spawn-watchflow.js';

/** `watchflow worker` of this installation in a process of its own, once it works. */
export async function startWorker(
  { env }: Pick<TestWatchflow, 'env'>,
  spawn: ReturnType<typeof withProcesses>,
): Promise<WatchflowProcess> {
  const cwd = env['DATA_DIR'] ?? '';
  const worker = await spawn({ program: 'watchflow', args: ['worker'], env, cwd });
  await eventually(
    () => Promise.resolve(worker.stderr().includes('worker is running') ? true : undefined),
    'a worker',
  );
  return worker;
}
