import { readdir, readFile } from 'node:fs/promises';
import type { Runtime } from '../../../src/runtime/index.js';

/** Of `/proc/<pid>/stat`: hundredths of a second on every Linux. */
const msPerTick = 10;

export interface ServersCpu {
  readonly postgres: number;
  readonly temporal: number;
}

/** Begins to watch the CPU of the servers; the answer tells milliseconds since then. Linux only, elsewhere 0. */
export async function measureServers(runtime: Runtime): Promise<() => Promise<ServersCpu>> {
  const before = await cpuOf(runtime);
  return async () => {
    const now = await cpuOf(runtime);
    return { postgres: now.postgres - before.postgres, temporal: now.temporal - before.temporal };
  };
}

async function cpuOf(runtime: Runtime): Promise<ServersCpu> {
  const { postgres, temporal } = runtime.pids();
  const stats = await readStats();
  const of = (pid: number | undefined): number => (pid === undefined ? 0 : familyCpu(stats, pid));
  return { postgres: of(postgres), temporal: of(temporal) };
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  /** Its own, and what its ended children used. */
  readonly ticks: number;
}

async function readStats(): Promise<readonly Stat[]> {
  if (process.platform !== 'linux') return [];
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  return await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') ? 0');
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      const ticks = [11, 12, 13, 14].map((at) => Number(fields[at] ?? 0));
      return { pid, parent: Number(fields[1]), ticks: ticks.reduce((sum, one) => sum + one, 0) };
    }),
  );
}

function familyCpu(stats: readonly Stat[], root: number): number {
  const own = stats.find(({ pid }) => pid === root)?.ticks ?? 0;
  const children = stats.filter(({ parent, pid }) => parent === root && pid !== root);
  return children.reduce((sum, { pid }) => sum + familyCpu(stats, pid), own * msPerTick);
}
