import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';
import { sharedService } from '../shared-service.js';
import { z } from 'zod';

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface WatchflowProcess {
  readonly pid: number;
  /** What it wrote so far. */
  stdout(): string;
  stderr(): string;
  readonly ended: Promise<ProcessEnd>;
  kill(signal: NodeJS.Signals): void;
}

export interface SpawnOptions {
  /** `watchflow` with its arguments, or `demo`. */
  readonly program: 'watchflow' | 'demo';
  readonly args: readonly string[];
  /** Besides what finds programs; nothing else of this process's environment is passed on. */
  readonly env: Readonly<Record<string, string>>;
  /** Where `.env` and `watchflow.yaml` are looked for: a folder of the test's own. */
  readonly cwd: string;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
const passedOn = ['PATH', 'HOME', 'XDG_CACHE_HOME', 'TEMPORAL_CLI_PATH'];

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
    const child = spawnOne(options);
    running.add(child);
    const forget = (): void => {
      running.delete(child);
    };
    child.ended.then(forget, forget);
    return child;
  };
}

function spawnOne({ program, args, env, cwd }: SpawnOptions): WatchflowProcess {
  const ours = passedOn.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const script = path.join(root, 'dist/main', `${program}.js`);
  const child = spawn(process.execPath, [script, ...args], {
    cwd,
    env: { ...Object.fromEntries(ours), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (out += piece));
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (err += piece));
  const ended = new Promise<ProcessEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ code, signal });
    });
  });
  return {
    pid: child.pid ?? 0,
    stdout: () => out,
    stderr: () => err,
    ended,
    kill: (signal) => {
      child.kill(signal);
    },
  };
}
