import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Logger } from '../../platform/lib/logger.js';
import { isRoot } from '../process/account.js';
import { freePort } from '../process/free-port.js';
import { keepRunning, type KeptRunning } from '../process/keep-running.js';
import { rotateLog } from '../process/log-tail.js';
import type { Child, ChildSpec } from '../process/spawn-child.js';
import { ChildStartError, startUntilReady } from '../process/start-until-ready.js';
import { clearStalePid, postgresStopSteps } from './clear-stale-pid.js';
import { clusterHome, type ClusterHome } from './cluster-home.js';
import { createDatabase, isAnswering } from './connect.js';
import { toClusterFault } from './damaged-cluster.js';
import { locateBinaries, type PostgresBinaries } from './locate-binaries.js';
import { makeCluster, superuser, type Cluster } from './make-cluster.js';

export interface EmbeddedPostgresOptions {
  /** A folder this process has to itself (see `lockDataDir`); the cluster is its `postgres`. */
  readonly dataDir: string;
  /** Where copies of the programs may be kept; used only when npm's cannot be run in place. */
  readonly cacheDir?: string | undefined;
  readonly log: Logger;
  /** A fixed port of 127.0.0.1; a free one otherwise. */
  readonly port?: number | undefined;
  readonly onExit?: ((reason: string) => void) | undefined;
}

export interface EmbeddedPostgres {
  /** With user and password: not for logs. */
  readonly url: string;
  readonly port: number;
  readonly pid: () => number;
  readonly stop: () => Promise<void>;
}

export const databaseName = 'watchflow';
const portAttempts = 5;
/** Long, because a start after a crash replays the log first. */
const deadlineSeconds = 120;

/**
 * Real PostgreSQL 18 on loopback, kept running on one port until `stop`. As root it runs as another user. Throws
 * DamagedClusterError.
 * Passwords are asked (scram) although it is loopback: other users of the machine can reach it too.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  await mkdir(options.dataDir, { recursive: true });
  const home = await clusterHome(options);
  const binaries = await locateBinaries({
    ...home,
    log: options.log,
    copyPlaces: copyPlaces(options),
  });
  try {
    const cluster = await makeCluster({ home, binaries, log: options.log });
    return await startServer({ options, home, binaries, cluster });
  } catch (error) {
    throw toClusterFault(error, home.dir);
  }
}

async function startServer(parts: Parts): Promise<EmbeddedPostgres> {
  const { options, cluster } = parts;
  await rotateLog(logFileOf(options));
  const { server, port } = await startOnSomePort(parts);
  const url = urlOf({ port, password: cluster.password, database: databaseName });
  try {
    await createDatabase(
      urlOf({ port, password: cluster.password, database: 'postgres' }),
      databaseName,
    );
  } catch (error) {
    await server.stop();
    throw error;
  }
  options.log.info({ port, pid: server.pid() }, 'PostgreSQL runs');
  return { url, port, pid: server.pid, stop: server.stop };
}

/** Root shares its copy with the other user, so a place of everybody's comes after the cache. */
const copyPlaces = ({ cacheDir }: EmbeddedPostgresOptions): string[] => [
  ...(cacheDir === undefined ? [] : [cacheDir]),
  ...(isRoot() ? ['/var/lib/watchflow'] : []),
  tmpdir(),
];

const logFileOf = ({ dataDir }: EmbeddedPostgresOptions): string =>
  path.join(dataDir, 'logs/postgres.log');

interface Parts {
  readonly options: EmbeddedPostgresOptions;
  readonly home: ClusterHome;
  readonly binaries: PostgresBinaries;
  readonly cluster: Cluster;
}

async function startOnSomePort(parts: Parts): Promise<{ server: KeptRunning; port: number }> {
  const fixed = parts.options.port;
  for (let attempt = 1; ; attempt += 1) {
    const port = fixed ?? (await freePort());
    try {
      return { server: await keepServer(parts, port), port };
    } catch (error) {
      const again = fixed === undefined && attempt < portAttempts;
      if (!(again && error instanceof ChildStartError && error.portTaken)) throw error;
    }
  }
}

function keepServer(
  { options, home, binaries, cluster }: Parts,
  port: number,
): Promise<KeptRunning> {
  const { log } = options;
  const spec: ChildSpec = {
    name: 'postgres',
    command: binaries.postgres,
    args: serverArguments(cluster.dataDir, port),
    stopSteps: postgresStopSteps,
    logFile: logFileOf(options),
    runDir: path.join(options.dataDir, 'run'),
    account: isRoot() ? home.account : undefined,
  };
  const url = urlOf({ port, password: cluster.password, database: 'postgres' });
  const start = async (giveUp: AbortSignal): Promise<Child> => {
    await clearStalePid(cluster.dataDir, log);
    return startUntilReady({ spec, isReady: () => isAnswering(url), deadlineSeconds, giveUp });
  };
  return keepRunning({ name: 'postgres', start, log, onExit: options.onExit });
}

function serverArguments(dataDir: string, port: number): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: '128MB',
    // Its translation of queries to machine code pays only for long ones.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'off',
  };
  return [
    '-D',
    dataDir,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

interface Target {
  readonly port: number;
  readonly password: string;
  readonly database: string;
}

const urlOf = ({ port, password, database }: Target): string =>
  `postgresql://${superuser}:${password}@127.0.0.1:${port}/${database}`;
