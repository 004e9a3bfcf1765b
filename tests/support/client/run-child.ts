import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface Child {
  readonly pid: number;
  /** Lines it wrote so far. */
  lines(): readonly string[];
  stderr(): string;
  kill(signal: NodeJS.Signals): void;
  /** Exit code, or signal. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

/** Runs JavaScript, as a module of the checkout, so that `@watchflow/client` is found as its users find it. */
export function runChild(
  args: readonly string[],
  {
    env = {},
    fileLimitBlocks,
  }: { env?: Readonly<Record<string, string>>; fileLimitBlocks?: number } = {},
): Child {
  const node = [process.execPath, ...args];
  const [command = '', ...rest] =
    fileLimitBlocks === undefined
      ? node
      : ['sh', '-c', `ulimit -f ${fileLimitBlocks} && exec "$0" "$@"`, ...node];
  const child = spawn(command, rest, {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (out += piece));
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (err += piece));
  return {
    pid: child.pid ?? 0,
    lines: () => out.split('\n').slice(0, -1),
    stderr: () => err,
    kill: (signal) => child.kill(signal),
    ended: new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        resolve(signal ?? code);
      });
    }),
  };
}
