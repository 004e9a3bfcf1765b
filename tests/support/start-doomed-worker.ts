import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DoomedWorld } from './doomed-job-worker.js';
import { until } from './eventually.js';

const workerFile = fileURLToPath(new URL('doomed-job-worker.mjs', import.meta.url));

export interface DoomedProcess {
  /** Lines it has said so far: the names of the jobs it has begun. */
  readonly said: readonly string[];
  /** With SIGKILL; answers when it is gone. */
  kill(): Promise<void>;
}

/** A process of its own that takes up jobs; answers when it is ready. */
export async function startDoomedWorker(world: DoomedWorld): Promise<DoomedProcess> {
  const child = spawn(process.execPath, ['--no-warnings', workerFile, JSON.stringify(world)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const gone = once(child, 'exit');
  const said: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = chunk.toString().split('\n');
    said.push(...lines.filter((line) => line !== ''));
  });
  await until(() => said.includes('ready'), 'the process that takes up jobs');
  return {
    said,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
