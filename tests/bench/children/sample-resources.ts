import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Product } from './product.js';
import { resident } from './measure-process.js';

const mebibyte = 1024 * 1024;
const inMiB = (bytes: number): number => Math.round((bytes / mebibyte) * 10) / 10;

/** What could leak or grow, now; the child must run with `--expose-gc`, else the heap is told with its garbage. */
export async function sampleResources({ watchflow, dataDir }: Product) {
  const { db, runtime } = watchflow;
  globalThis.gc?.();
  const heap = inMiB(process.memoryUsage().heapUsed);
  const [connections] = await db.$queryRaw<
    { n: number }[]
  >`SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database()`;
  const tables = await db.$queryRaw<{ name: string; bytes: number }[]>`
    SELECT relname AS name, pg_total_relation_size(oid)::float8 AS bytes FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 2 DESC LIMIT 6`;
  return {
    heap,
    rss: resident().rss,
    handles: process.getActiveResourcesInfo().length,
    files: process.platform === 'linux' ? (await readdir('/proc/self/fd')).length : 0,
    connections: connections?.n ?? 0,
    servers: await runtime.rss(),
    tables: Object.fromEntries(tables.map(({ name, bytes }) => [name, inMiB(bytes)])),
    temporalFile: inMiB(await sizeBelow(join(dataDir, 'data', 'temporal'))),
    postgresFiles: inMiB(await sizeBelow(join(dataDir, 'data', 'postgres'))),
    logs: inMiB(await sizeBelow(join(dataDir, 'data', 'logs'))),
  };
}

async function sizeBelow(dir: string): Promise<number> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
