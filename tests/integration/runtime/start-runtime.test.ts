import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { z } from 'zod';
import {
  DataDirInUseError,
  startEmbeddedPostgres,
  startRuntime,
  startTemporalServer,
  type Runtime,
  type RuntimeOptions,
} from '../../../src/runtime/index.js';
import { collectLog } from '../../support/collect-log.js';
import { eventually } from '../../support/eventually.js';
import { programSearch, temporalCliPath } from '../../support/temporal-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const { log, lines } = collectLog();

const start = (name: string, changes: Partial<RuntimeOptions> = {}): Promise<Runtime> =>
  startRuntime({
    ...programSearch,
    dataDir: path.join(folder.dir, name),
    temporary: false,
    ui: false,
    namespace: 'default',
    retentionDays: 7,
    searchAttributes: [],
    log,
    ...changes,
  });

async function currentDatabase(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ port: number }>('SELECT inet_server_port() AS port');
  await client.end();
  return rows[0]?.port ?? 0;
}

/** A process that was killed stays visible until somebody takes note of it; it counts as gone. */
const isGone = async (pid: number): Promise<true | undefined> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') X');
  return /\) [XZ]/.test(stat) ? true : undefined;
};

const started = z.object({ postgres: z.number(), temporal: z.number(), databaseUrl: z.string() });

const parents = new Set<{ readonly kill: () => Promise<void> }>();

/** A process of its own that runs the runtime. */
async function startParent(dataDir: string) {
  const script = fileURLToPath(new URL('runtime-parent.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, dataDir, programSearch.cacheDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], TEMPORAL_CLI_PATH: process.env['TEMPORAL_CLI_PATH'] },
  });
  const [line] = z.tuple([z.string()]).parse(await once(createInterface(child.stdout), 'line'));
  const exit = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exit;
  };
  parents.add({ kill });
  return { pids: started.parse(JSON.parse(line)), pid: child.pid ?? 0, kill };
}

beforeAll(async () => {
  folder = await temporaryFolder();
  await temporalCliPath();
});
afterAll(async () => {
  for (const parent of parents) await parent.kill();
  await folder.remove();
});

describe('the runtime', () => {
  it('starts both servers, tells their memory, and refuses a second process on the same folder', async () => {
    const runtime = await start('both');
    try {
      const { postgres, temporal } = await runtime.rss();
      expect(postgres).toBeGreaterThan(5);
      expect(temporal).toBeGreaterThan(50);
      const second = start('both');
      await expect(second).rejects.toThrow(DataDirInUseError);
      await expect(second).rejects.toThrow(`in use by process ${process.pid}: stop that process`);
    } finally {
      await runtime.stop();
      await runtime.stop();
    }
    const { postgres } = runtime.pids();
    expect(await isGone(postgres ?? 0)).toBe(true);
  });

  it('leaves nothing of a temporary one', async () => {
    const runtime = await start('unused', { temporary: true });
    const port = await currentDatabase(runtime.databaseUrl);
    expect(port).toBeGreaterThan(0);
    const { postgres } = runtime.pids();
    const cluster = z
      .string()
      .parse(await readFile(`/proc/${postgres}/cmdline`, 'utf8'))
      .split('\0')[2];
    await runtime.stop();
    await expect(access(cluster ?? '')).rejects.toThrow('ENOENT');
    await expect(readdir(path.join(folder.dir, 'unused'))).rejects.toThrow('ENOENT');
  });

  it('uses the servers it is given instead of its own', async () => {
    const dataDir = path.join(folder.dir, 'theirs');
    const postgres = await startEmbeddedPostgres({ dataDir, log });
    const temporal = await startTemporalServer({
      cliPath: await temporalCliPath(),
      dataDir,
      ui: false,
      namespace: 'default',
      retentionDays: 1,
      searchAttributes: [],
      log,
    });
    try {
      const withDatabase = await start('mine', { databaseUrl: postgres.url });
      expect(await currentDatabase(withDatabase.databaseUrl)).toBe(postgres.port);
      expect(withDatabase.pids()).toEqual({ postgres: undefined, temporal: expect.any(Number) });
      await withDatabase.stop();
      const withTemporal = await start('mine', { temporalAddress: temporal.address });
      expect(withTemporal.temporal.address).toBe(temporal.address);
      expect(withTemporal.pids()).toEqual({ postgres: expect.any(Number), temporal: undefined });
      await withTemporal.stop();
      const none = await start('none', {
        databaseUrl: postgres.url,
        temporalAddress: temporal.address,
      });
      expect(await none.rss()).toEqual({ postgres: 0, temporal: 0 });
      await none.stop();
      await expect(readdir(path.join(folder.dir, 'none'))).rejects.toThrow('ENOENT');
    } finally {
      await temporal.stop();
      await postgres.stop();
    }
  });

  it('stops the database when Temporal does not start, and gives the folder back', async () => {
    const wrong = start('half', { searchAttributes: [{ name: 'X', type: 'Nope' }] });
    await expect(wrong).rejects.toThrow('invalid search attribute value type');
    const log = await readFile(path.join(folder.dir, 'half/logs/postgres.log'), 'utf8');
    expect(log.trimEnd()).toMatch(/database system is shut down$/);
    const runtime = await start('half', { temporalAddress: '127.0.0.1:1' });
    await runtime.stop();
  });

  it('ends its servers by itself soon after it was killed', async () => {
    const { pids, kill } = await startParent(path.join(folder.dir, 'killed'));
    await kill();
    expect(await eventually(() => isGone(pids.postgres), 'PostgreSQL to end')).toBe(true);
    expect(await eventually(() => isGone(pids.temporal), 'Temporal to end')).toBe(true);
  });

  it('takes over from a killed process at once, ending what still runs of it', async () => {
    const dataDir = path.join(folder.dir, 'survived');
    const parent = await startParent(dataDir);
    await expect(start('survived')).rejects.toThrow(`in use by process ${parent.pid}`);
    await parent.kill();
    const runtime = await start('survived');
    try {
      expect(await isGone(parent.pids.postgres)).toBe(true);
      expect(await isGone(parent.pids.temporal)).toBe(true);
      expect(await currentDatabase(runtime.databaseUrl)).toBeGreaterThan(0);
    } finally {
      await runtime.stop();
    }
  });

  it('keeps the password out of the log', () => {
    expect(JSON.stringify(lines)).not.toMatch(/postgresql:\/\//);
  });
});
