import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Shell {
  /** Runs one command as if typed: variables, functions and background jobs stay. */
  run(command: string): Promise<Ran>;
  close(): Promise<void>;
}

export interface ShellOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Run first: functions that stand in for what is not here. */
  readonly prelude: string;
}

/** A command that is not over by then ends the shell with it. */
const patienceMs = 45_000;

/** A real bash, with nothing of this machine's start-up files. */
export function openShell({ cwd, env, prelude }: ShellOptions): Shell {
  // A group of its own, so that whatever a command leaves in the background ends with it.
  const bash = spawn('bash', ['--noprofile', '--norc'], {
    cwd,
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(bash, 'close');
  const answers: AsyncIterator<string, undefined> = createInterface({
    input: bash.stdout,
  })[Symbol.asyncIterator]();
  const fileOf = (name: string): string => path.join(cwd, `.shell-${name}`);
  const kill = (): void => {
    if (bash.pid !== undefined && bash.exitCode === null && bash.signalCode === null)
      process.kill(-bash.pid, 'SIGKILL');
  };
  bash.stdin.write(`${prelude}\n`);

  return {
    async run(command) {
      await writeFile(fileOf('command'), `${command}\n`);
      bash.stdin.write(
        `. ./.shell-command >.shell-stdout 2>.shell-stderr </dev/null\necho "ended $?"\n`,
      );
      const patience = setTimeout(kill, patienceMs);
      const { value, done } = await answers.next();
      clearTimeout(patience);
      if (done === true) throw new Error(`the shell ended at ${JSON.stringify(command)}`);
      const [stdout, stderr] = await Promise.all(
        ['stdout', 'stderr'].map((name) => readFile(fileOf(name), 'utf8')),
      );
      return {
        code: Number(value.slice('ended '.length)),
        stdout: stdout ?? '',
        stderr: stderr ?? '',
      };
    },
    async close() {
      kill();
      await ended;
    },
  };
}
