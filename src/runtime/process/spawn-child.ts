import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { Account } from './account.js';
import { forgetChild, rememberChild } from './child-record.js';

/** How to end a child: each signal in turn, with the seconds to wait before the next; SIGKILL comes last by itself. */
export type StopSteps = readonly {
  readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGQUIT';
  readonly seconds: number;
}[];

export interface ChildSpec {
  /** File name and log field, e.g. `postgres`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly stopSteps: StopSteps;
  /** Where stdout and stderr go, appended. */
  readonly logFile: string;
  /** Where the child is written down, so that a later start can end a survivor. */
  readonly runDir: string;
  /** Runs as somebody else; only root can ask for it. */
  readonly account?: Account | undefined;
}

export interface Child {
  readonly pid: number;
  /** Settles once, with a readable reason such as `exit code 1` or `SIGKILL`. */
  readonly exited: Promise<string>;
  /** Ends the child by its stop steps; returns when it is gone. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Becomes the child, and leaves a watchdog behind (a `sh` of about 1 MB): when our end of the pipe closes without the word
 * `done`, we were killed, and the watchdog ends the child. It is forked twice, so that the child never sees it as its own.
 */
const watchdog = `
steps=$1; shift
exec 3<&0 </dev/null
( (
  read -r word <&3 && [ "$word" = done ] && exit 0
  for step in $steps; do
    kill -s "\${step%:*}" $$ 2>/dev/null || exit 0
    left=\${step#*:}
    while [ "$left" -gt 0 ] && kill -0 $$ 2>/dev/null; do sleep 1; left=$((left - 1)); done
  done
  kill -s KILL $$ 2>/dev/null
) >/dev/null 2>&1 & )
exec 3<&-
exec "$@"
`;

const plainEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' };

/** Starts a child in a process group of its own, so that Ctrl-C on our terminal does not reach it: we stop it in our order. */
export async function spawnChild(spec: ChildSpec): Promise<Child> {
  await mkdir(path.dirname(spec.logFile), { recursive: true, mode: 0o700 });
  const log = await open(spec.logFile, 'a');
  try {
    const child = spawnUnderWatchdog(spec, log);
    await started(child);
    const exited = exitOf(child, spec);
    const pid = child.pid ?? 0;
    await rememberChild({ runDir: spec.runDir, name: spec.name, pid, stopSteps: spec.stopSteps });
    const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
    return {
      pid,
      exited,
      async stop() {
        // Once it has ended, its number may belong to somebody else.
        if (!hasEnded()) await endProcess({ pid, exited, steps: spec.stopSteps });
        await exited;
      },
    };
  } finally {
    await log.close();
  }
}

function spawnUnderWatchdog(spec: ChildSpec, log: FileHandle): ChildProcess {
  const steps = spec.stopSteps
    .map(({ signal, seconds }) => `${signal.slice(3)}:${seconds}`)
    .join(' ');
  return spawn('/bin/sh', ['-c', watchdog, 'watchflow', steps, spec.command, ...spec.args], {
    cwd: path.dirname(spec.command),
    env: plainEnvironment,
    detached: true,
    stdio: ['pipe', log.fd, log.fd],
    ...spec.account,
  });
}

const started = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });

function exitOf(child: ChildProcess, spec: ChildSpec): Promise<string> {
  // The pipe may break when the child dies first; that is no fault.
  child.stdin?.on('error', () => undefined);
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      child.stdin?.end('done\n');
      const reason = signal ?? `exit code ${code ?? 'unknown'}`;
      const forgotten = (): void => {
        resolve(reason);
      };
      // A record that cannot be removed does no harm: it names a process that is gone.
      forgetChild(spec.runDir, spec.name).then(forgotten, forgotten);
    });
  });
}

interface Ending {
  readonly pid: number;
  readonly exited: Promise<unknown>;
  readonly steps: StopSteps;
}

/** Sends each signal and waits its seconds; SIGKILL at the end. */
export async function endProcess({ pid, exited, steps }: Ending): Promise<void> {
  for (const { signal, seconds } of [...steps, { signal: 'SIGKILL', seconds: 10 } as const]) {
    if (!send(pid, signal)) break;
    if (await settlesWithin(exited, seconds * 1000)) return;
  }
  await exited;
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

async function settlesWithin(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, milliseconds, false);
  });
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
