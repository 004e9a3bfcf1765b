import { setTimeout as wait } from 'node:timers/promises';
import {
  runWatchflow,
  type SpawnOptions,
  type WatchflowProcess,
} from '../support/process/run-watchflow.js';
import type { Killable } from './killable.js';

export interface WatchflowPartOptions extends Pick<SpawnOptions, 'env' | 'cwd'> {
  readonly command: 'api' | 'worker';
  readonly isReady: (process: WatchflowProcess) => Promise<boolean>;
}

const readyWithinMs = 60_000;

/** `watchflow api` or `watchflow worker` as a process of its own. */
export async function startWatchflowPart(options: WatchflowPartOptions): Promise<Killable> {
  const { command, env, cwd } = options;
  let current: WatchflowProcess | undefined;
  let fault: string | undefined;

  const start = async (): Promise<void> => {
    const child = runWatchflow({ program: 'watchflow', args: [command], env, cwd });
    current = child;
    child.ended.then(
      ({ code, signal }) => {
        if (current !== child) return;
        fault = `${command} ended by itself (${signal ?? `exit code ${code ?? '?'}`}): ${tailOf(child)}`;
      },
      () => undefined,
    );
    const deadline = Date.now() + readyWithinMs;
    while (!(await options.isReady(child))) {
      if (fault !== undefined) throw new Error(fault);
      if (Date.now() > deadline) throw new Error(`${command} does not start: ${tailOf(child)}`);
      await wait(20);
    }
  };
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    const child = current;
    current = undefined;
    child?.kill(signal);
    await child?.ended;
  };
  await start();
  return {
    kill: () => end('SIGKILL'),
    start,
    fault: () => fault,
    stop: () => end('SIGTERM'),
  };
}

const tailOf = (child: WatchflowProcess): string => child.stderr().slice(-2000);
