import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from '../platform/lib/logger.js';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from './postgres/start-embedded-postgres.js';
import { lockDataDir } from './process/data-dir-lock.js';
import { endSurvivors } from './process/end-survivors.js';
import { residentMemory } from './process/resident-memory.js';
import { makeTemporaryDir } from './temporary-dir.js';
import { tellAddress } from './temporal/running-temporal.js';
import { resolveTemporalCli } from './temporal/resolve-cli.js';
import {
  startTemporalServer,
  type SearchAttribute,
  type TemporalServer,
} from './temporal/start-temporal-server.js';

export interface RuntimeOptions {
  /** Keeps the database and Temporal's file; unused when `temporary`. */
  readonly dataDir: string;
  /** A folder of its own that is removed at `stop`; Temporal in memory. */
  readonly temporary: boolean;
  readonly cacheDir: string;
  /** Temporal's Web UI; it has no login, so it listens on loopback only. */
  readonly ui: boolean;
  /** A PostgreSQL server to use instead of the embedded one. */
  readonly databaseUrl?: string | undefined;
  /** A Temporal server to use instead of the embedded one; its namespace and attributes are its operator's. */
  readonly temporalAddress?: string | undefined;
  readonly namespace: string;
  readonly retentionDays: number;
  readonly searchAttributes: readonly SearchAttribute[];
  /** `TEMPORAL_CLI_PATH` and the text of `PATH`. */
  readonly cliPath?: string | undefined;
  readonly searchPath?: string | undefined;
  readonly ports?: RuntimePorts | undefined;
  /** Further arguments of the embedded Temporal server, e.g. dynamic configuration. */
  readonly temporalArgs?: readonly string[] | undefined;
  readonly log: Logger;
  /** Told when a server ended unasked; it is started again by itself. */
  readonly onExit?: ((server: 'postgres' | 'temporal', reason: string) => void) | undefined;
}

/** Fixed ports of 127.0.0.1; free ones where not given. */
export interface RuntimePorts {
  readonly postgres?: number | undefined;
  readonly temporal?: number | undefined;
  readonly temporalUi?: number | undefined;
}

export interface Runtime {
  /** With its password: not for logs. */
  readonly databaseUrl: string;
  readonly temporal: { readonly address: string; readonly uiUrl?: string | undefined };
  /** Of the embedded servers. */
  readonly pids: () => {
    readonly postgres?: number | undefined;
    readonly temporal?: number | undefined;
  };
  /** MiB; 0 for a server that is not ours. */
  readonly rss: () => Promise<{ readonly postgres: number; readonly temporal: number }>;
  /** Temporal first, then the database. Safe to call twice. */
  readonly stop: () => Promise<void>;
}

/** What is embedded; `undefined` = somebody else's server is used. */
interface Servers {
  readonly postgres: EmbeddedPostgres | undefined;
  readonly temporal: TemporalServer | undefined;
}

/**
 * PostgreSQL and Temporal, each embedded unless an address says where one runs. If one does not start, the other is stopped.
 * Throws `DataDirInUseError` when another process uses the folder.
 */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  if (options.databaseUrl !== undefined && options.temporalAddress !== undefined) {
    return toRuntime({ postgres: undefined, temporal: undefined }, options, () =>
      Promise.resolve(),
    );
  }
  assertSupported();
  const home = await openHome(options);
  try {
    await endSurvivors(path.join(home.dir, 'run'), options.log);
    return toRuntime(await startServers(options, home.dir), options, home.close);
  } catch (error) {
    await home.close();
    throw error;
  }
}

function assertSupported(): void {
  if (process.platform !== 'win32') return;
  throw new Error(
    'the embedded servers run on Linux and macOS: on Windows use WSL 2, or set both DATABASE_URL and TEMPORAL_ADDRESS',
  );
}

interface Home {
  readonly dir: string;
  readonly close: () => Promise<void>;
}

async function openHome({ dataDir, temporary, log }: RuntimeOptions): Promise<Home> {
  const dir = temporary ? await makeTemporaryDir(log) : dataDir;
  await mkdir(dir, { recursive: true });
  const lock = await lockDataDir(dir);
  const close = async (): Promise<void> => {
    if (temporary) await rm(dir, { recursive: true, force: true });
    await lock.release();
  };
  return { dir, close };
}

async function startServers(options: RuntimeOptions, dir: string): Promise<Servers> {
  const [postgres, temporal] = await Promise.allSettled([
    startPostgres(options, dir),
    startTemporal(options, dir),
  ]);
  if (postgres.status === 'fulfilled' && temporal.status === 'fulfilled') {
    return { postgres: postgres.value, temporal: temporal.value };
  }
  for (const outcome of [temporal, postgres]) {
    if (outcome.status === 'fulfilled') await outcome.value?.stop();
  }
  const faults = [postgres, temporal].flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
  );
  throw faults.length === 1 ? faults[0] : new AggregateError(faults, faults.map(String).join('\n'));
}

async function startPostgres(
  options: RuntimeOptions,
  dataDir: string,
): Promise<EmbeddedPostgres | undefined> {
  if (options.databaseUrl !== undefined) return undefined;
  const { cacheDir, ports, log, onExit } = options;
  return startEmbeddedPostgres({
    dataDir,
    cacheDir,
    port: ports?.postgres,
    log: log.child({ part: 'runtime' }),
    onExit: (reason) => onExit?.('postgres', reason),
  });
}

async function startTemporal(
  options: RuntimeOptions,
  dataDir: string,
): Promise<TemporalServer | undefined> {
  if (options.temporalAddress !== undefined) return undefined;
  const { temporary, ports, onExit } = options;
  const log = options.log.child({ part: 'runtime' });
  const cli = await resolveTemporalCli({ ...options, log });
  const fileDir = path.join(dataDir, 'temporal');
  await mkdir(fileDir, { recursive: true, mode: 0o700 });
  log.debug({ ...cli }, 'Temporal CLI');
  const server = await startTemporalServer({
    ...options,
    cliPath: cli.path,
    dataDir,
    dbFile: temporary ? undefined : path.join(fileDir, 'temporal.db'),
    port: ports?.temporal,
    uiPort: ports?.temporalUi,
    extraArgs: options.temporalArgs,
    log,
    onExit: (reason) => onExit?.('temporal', reason),
  });
  await tellAddress(dataDir, server.address);
  return server;
}

function toRuntime(servers: Servers, options: RuntimeOptions, close: () => Promise<void>): Runtime {
  const { postgres, temporal } = servers;
  const stop = async (): Promise<void> => {
    await temporal?.stop();
    await postgres?.stop();
    await close();
  };
  let stopped: Promise<void> | undefined;
  return {
    databaseUrl: options.databaseUrl ?? postgres?.url ?? '',
    temporal: {
      address: options.temporalAddress ?? temporal?.address ?? '',
      uiUrl: temporal?.uiUrl,
    },
    pids: () => ({ postgres: postgres?.pid(), temporal: temporal?.pid() }),
    async rss() {
      const [inPostgres, inTemporal] = await Promise.all([memoryOf(postgres), memoryOf(temporal)]);
      return { postgres: inPostgres, temporal: inTemporal };
    },
    stop: () => (stopped ??= stop()),
  };
}

const memoryOf = async (server: { pid: () => number } | undefined): Promise<number> =>
  server === undefined ? 0 : residentMemory(server.pid());
