import path from 'node:path';
import type { Logger } from '../../platform/lib/logger.js';
import { freePort } from '../process/free-port.js';
import { keepRunning, type KeptRunning } from '../process/keep-running.js';
import { rotateLog } from '../process/log-tail.js';
import type { Child, ChildSpec } from '../process/spawn-child.js';
import { ChildStartError, startUntilReady } from '../process/start-until-ready.js';
import { isServing, setRetention } from './namespace.js';

/** A custom search attribute as the server must know it. */
export interface SearchAttribute {
  readonly name: string;
  /** The server's spelling: `Keyword`, `Text`, `Int`, `Double`, `Bool`, `Datetime`, `KeywordList`. */
  readonly type: string;
}

export interface TemporalServerOptions {
  readonly cliPath: string;
  /** A folder this process has to itself; logs and child records go there. */
  readonly dataDir: string;
  /** The server's SQLite file; without it everything stays in memory. */
  readonly dbFile?: string | undefined;
  readonly ui: boolean;
  /** Fixed ports of 127.0.0.1; free ones otherwise. */
  readonly port?: number | undefined;
  readonly uiPort?: number | undefined;
  readonly namespace: string;
  readonly retentionDays: number;
  readonly searchAttributes: readonly SearchAttribute[];
  readonly extraArgs?: readonly string[] | undefined;
  readonly log: Logger;
  readonly onExit?: ((reason: string) => void) | undefined;
}

export interface TemporalServer {
  /** `host:port` of its gRPC door. */
  readonly address: string;
  readonly uiUrl: string | undefined;
  readonly pid: () => number;
  readonly stop: () => Promise<void>;
}

interface Ports {
  readonly grpc: number;
  readonly http: number;
  readonly ui: number;
  readonly metrics: number;
}

const portAttempts = 5;
const deadlineSeconds = 60;

/** Temporal's development server on loopback, kept running on the same ports until `stop`. */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  await rotateLog(logFileOf(options));
  const { server, ports } = await startOnSomePorts(options);
  const address = `127.0.0.1:${ports.grpc}`;
  const uiUrl = options.ui ? `http://127.0.0.1:${ports.ui}` : undefined;
  options.log.info({ address, uiUrl, pid: server.pid() }, 'Temporal runs');
  return { address, uiUrl, pid: server.pid, stop: server.stop };
}

const logFileOf = ({ dataDir }: TemporalServerOptions): string =>
  path.join(dataDir, 'logs/temporal.log');

async function startOnSomePorts(
  options: TemporalServerOptions,
): Promise<{ server: KeptRunning; ports: Ports }> {
  for (let attempt = 1; ; attempt += 1) {
    const ports = await choosePorts(options);
    try {
      return { server: await keepServer(options, ports), ports };
    } catch (error) {
      const taken = error instanceof ChildStartError && error.portTaken;
      if (!taken || attempt === portAttempts) throw error;
    }
  }
}

/** Throws when a given port is taken: the server that answers there would be mistaken for ours. */
async function choosePorts({ port, ui, uiPort }: TemporalServerOptions): Promise<Ports> {
  const given = [port, ui ? uiPort : undefined, undefined, undefined];
  const ports = await Promise.all(given.map((one) => freePort(one)));
  const [grpc = 0, uiDoor = 0, http = 0, metrics = 0] = ports;
  return { grpc, http, ui: uiDoor, metrics };
}

function keepServer(options: TemporalServerOptions, ports: Ports): Promise<KeptRunning> {
  const { namespace, retentionDays, log } = options;
  const address = `127.0.0.1:${ports.grpc}`;
  const spec: ChildSpec = {
    name: 'temporal',
    command: options.cliPath,
    args: serverArguments(options, ports),
    stopSteps: [{ signal: 'SIGTERM', seconds: 10 }],
    logFile: logFileOf(options),
    runDir: path.join(options.dataDir, 'run'),
  };
  const start = async (giveUp: AbortSignal): Promise<Child> => {
    const child = await startUntilReady({
      spec,
      isReady: () => isServing(ports.grpc),
      deadlineSeconds,
      giveUp,
    });
    try {
      // In memory a restart begins anew, so it is set at each start.
      await setRetention({ address, namespace, retentionDays });
      return child;
    } catch (error) {
      await child.stop();
      throw error;
    }
  };
  return keepRunning({ name: 'temporal', start, log, onExit: options.onExit });
}

function serverArguments(options: TemporalServerOptions, ports: Ports): string[] {
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(ports.grpc)],
    ...['--http-port', String(ports.http), '--metrics-port', String(ports.metrics)],
    ...(options.ui ? ['--ui-ip', '127.0.0.1', '--ui-port', String(ports.ui)] : ['--headless']),
    ...(options.dbFile === undefined ? [] : ['--db-filename', options.dbFile]),
    // SQLite's default journal costs 2.4 times the throughput.
    ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
    ...['--namespace', options.namespace, '--log-level', 'warn'],
    ...options.searchAttributes.flatMap(({ name, type }) => [
      '--search-attribute',
      `${name}=${type}`,
    ]),
    ...(options.extraArgs ?? []),
  ];
}
