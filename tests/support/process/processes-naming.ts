import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Processes with this text, such as a data folder, in their command line; zombies and this process are left out. */
export async function processesNaming(text: string): Promise<number[]> {
  const found = await (process.platform === 'linux' ? fromProc() : fromPs());
  return found
    .filter(({ pid, command }) => pid !== process.pid && command.includes(text))
    .map(({ pid }) => pid);
}

interface Found {
  readonly pid: number;
  readonly command: string;
}

async function fromProc(): Promise<Found[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return Promise.all(
    pids.map(async (pid) => ({
      pid: Number(pid),
      // Empty for a zombie, absent for one that has just ended.
      command: await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
    })),
  );
}

async function fromPs(): Promise<Found[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,command='], { env: { LC_ALL: 'C' } });
  return stdout.split('\n').map((line) => ({
    pid: Number.parseInt(line, 10),
    command: line.trim().replace(/^\d+\s+/, ''),
  }));
}
