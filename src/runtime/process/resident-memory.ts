import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Memory of a process and all below it, in MiB. On Linux the proportional share (`Pss`), because Postgres' backends all map the
 * same shared memory and a plain sum would count it once per backend; resident size where that cannot be read.
 */
export async function residentMemory(pid: number): Promise<number> {
  const kibibytes = process.platform === 'linux' ? await sumFromProc(pid) : await sumFromPs(pid);
  return Math.round(kibibytes / 1024);
}

async function sumFromProc(root: number): Promise<number> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => Number.isInteger(pid));
  const parents = await Promise.all(
    pids.map(async (pid) => ({ pid, parent: await parentOf(pid) })),
  );
  const sizes = await Promise.all(family(root, parents).map(sizeFromProc));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function parentOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') ? 0');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

async function sizeFromProc(pid: number): Promise<number> {
  const share = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const text = share === '' ? await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '') : share;
  return Number(/^(?:Pss|VmRSS):\s+(\d+) kB/m.exec(text)?.[1] ?? 0);
}

async function sumFromPs(root: number): Promise<number> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,rss=']);
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0, size = 0]) => ({ pid, parent, size }));
  const members = new Set(family(root, rows));
  return rows.reduce((sum, { pid, size }) => (members.has(pid) ? sum + size : sum), 0);
}

interface Kin {
  readonly pid: number;
  readonly parent: number;
}

function family(root: number, all: readonly Kin[]): number[] {
  const children = all.filter(({ parent, pid }) => parent === root && pid !== root);
  return [root, ...children.flatMap(({ pid }) => family(pid, all))];
}
