import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { createLogger } from '../../src/platform/observability/create-logger.js';
import {
  resolveTemporalCli,
  startEmbeddedPostgres,
  startTemporalServer,
  type EmbeddedPostgres,
  type TemporalServer,
} from '../../src/runtime/index.js';
import { unusedPort } from '../support/unused-port.js';
import { createKillableServer, type Killable } from './killable.js';
import type { Victim } from './plan-rounds.js';
import { startWatchflowPart, type WatchflowPartOptions } from './watchflow-part.js';

export interface StackOptions {
  /** A folder of the stack's own; others may pass through. */
  readonly dir: string;
  readonly traktUrl: string;
  readonly bangumiUrl: string;
  readonly idMap: object;
}

/** A watchflow whose parts are processes of their own, each of which can be killed. */
export interface Stack {
  readonly parts: Readonly<Record<Victim, Killable>>;
  readonly databaseUrl: string;
  readonly apiUrl: string;
  readonly temporalAddress: string;
  /** Of its processes. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const log = createLogger({ level: 'silent', format: 'json' });

/** PostgreSQL and Temporal keep their files and ports when killed; API and worker are the built product. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const started: Killable[] = [];
  const stop = async (): Promise<void> => {
    for (const part of started.toReversed()) await part.stop();
  };
  const add = async <K extends Killable>(starting: Promise<K>): Promise<K> => {
    const part = await starting;
    started.push(part);
    return part;
  };
  try {
    const postgres = await add(startPostgres(options.dir));
    const temporal = await add(startTemporal(options.dir));
    const { url: databaseUrl } = postgres.first;
    const port = await unusedPort();
    const env = { ...(await envOf(options)), DATABASE_URL: databaseUrl, PORT: String(port) };
    const temporalAddress = temporal.first.address;
    const common = { env: { ...env, TEMPORAL_ADDRESS: temporalAddress }, cwd: options.dir };
    const apiUrl = `http://127.0.0.1:${port}`;
    const api = await add(startApiPart({ ...common, port }));
    const worker = await add(
      startWatchflowPart({
        ...common,
        command: 'worker',
        isReady: (child) => Promise.resolve(child.stderr().includes('worker is running')),
      }),
    );
    const parts = { postgres, temporal, api, worker };
    return { parts, databaseUrl, apiUrl, temporalAddress, env, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** `watchflow api` at this port; returns when it answers. */
export function startApiPart({
  env,
  cwd,
  port,
}: Pick<WatchflowPartOptions, 'env' | 'cwd'> & { readonly port: number }): Promise<Killable> {
  const isReady = async (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  return startWatchflowPart({ env: { ...env, PORT: String(port) }, cwd, command: 'api', isReady });
}

async function envOf({ dir, traktUrl, bangumiUrl, idMap }: StackOptions) {
  const idMapFile = path.join(dir, 'id-map.json');
  await writeFile(idMapFile, JSON.stringify(idMap));
  return {
    DATA_DIR: path.join(dir, 'data'),
    LOG_LEVEL: 'warn',
    TRAKT_API_URL: traktUrl,
    TRAKT_CLIENT_ID: 'chaos',
    BANGUMI_API_URL: bangumiUrl,
    BANGUMI_DATA_URL: idMapFile,
    UPSTREAM_LIMITS: 'off',
  };
}

const startPostgres = (dir: string) =>
  createKillableServer<EmbeddedPostgres>(async (previous, onExit) =>
    startEmbeddedPostgres({
      dataDir: path.join(dir, 'pg'),
      port: previous?.port ?? (await unusedPort()),
      log,
      onExit,
    }),
  );

async function startTemporal(dir: string) {
  const cli = await resolveTemporalCli({
    cacheDir: path.join(homedir(), '.cache/watchflow'),
    cliPath: process.env['TEMPORAL_CLI_PATH'],
    searchPath: process.env['PATH'],
    log,
  });
  const dataDir = path.join(dir, 'temporal');
  await mkdir(dataDir, { recursive: true });
  return createKillableServer<TemporalServer>(async (previous, onExit) =>
    startTemporalServer({
      cliPath: cli.path,
      dataDir,
      dbFile: path.join(dataDir, 'temporal.db'),
      ui: false,
      port: previous === undefined ? await unusedPort() : Number(previous.address.split(':')[1]),
      namespace: 'default',
      retentionDays: 7,
      searchAttributes: [],
      log,
      onExit,
    }),
  );
}
