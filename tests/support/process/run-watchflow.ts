import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

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

/** Starts the built program as a person would. Whoever calls it ends it. */
export function runWatchflow({ program, args, env, cwd }: SpawnOptions): WatchflowProcess {
  const ours = passedOn.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const script = path.join(root, 'dist/main', `${program}.js`);
  const child = spawn(process.execPath, [script, ...args], {
    cwd,
    // Nothing but loopback is used, unless a test names another source.
    env: { BANGUMI_DATA_URL: 'packaged', ...Object.fromEntries(ours), ...env },
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
