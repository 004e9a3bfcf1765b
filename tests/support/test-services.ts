import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bundleWorkflows } from '../../src/orchestration/bundle-workflows.js';
import { migrate } from '../../src/platform/database/index.js';
import type { Logger } from '../../src/platform/lib/logger.js';
import {
  resolveTemporalCli,
  startEmbeddedPostgres,
  startTemporalServer,
} from '../../src/runtime/index.js';
import { databaseAt } from './database-at.js';
import { startRedis, startS3, type StorageServer } from './storage/storage-server.js';
import { temporaryFolder } from './temporary-folder.js';

const nothing = (): void => undefined;
const log: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  child: () => log,
};

interface Service {
  /** What a test needs to know of it, as JSON. */
  readonly facts: Readonly<Record<string, string>>;
  readonly stop?: () => Promise<void>;
}

/**
 * What the test files of one run share: a PostgreSQL with a migrated template database, a Temporal server, a workflow bundle,
 * an up-to-date `dist/`.
 * Each is started when the first test file asks for it (`GET <url>/postgres`, …) and stopped by `close`.
 */
export async function openTestServices(): Promise<{
  readonly url: string;
  close(): Promise<void>;
}> {
  const home = await temporaryFolder('watchflow-tests-');
  const starters = {
    '/postgres': startPostgres,
    '/temporal': startTemporal,
    '/workflow-bundle': makeBundle,
    '/build': build,
    '/redis': () => startServer(startRedis),
    '/s3': () => startServer(startS3),
  };
  const started = new Map<string, Promise<Service>>();
  const find = (name: string): Promise<Service> => {
    const starter = Object.entries(starters).find(([key]) => key === name)?.[1];
    if (starter === undefined) return Promise.reject(new Error(`no service ${name}`));
    const service = started.get(name) ?? starter(path.join(home.dir, name));
    started.set(name, service);
    return service;
  };
  const server = createServer((request, response) => {
    response.setHeader('connection', 'close'); // an idle connection would keep the test process up
    find(request.url ?? '').then(
      ({ facts }) => response.end(JSON.stringify(facts)),
      (cause: unknown) =>
        response.writeHead(500).end(cause instanceof Error ? cause.stack : String(cause)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    async close() {
      server.close();
      server.closeAllConnections();
      for (const service of await Promise.allSettled(started.values())) {
        if (service.status === 'fulfilled') await service.value.stop?.();
      }
      await home.remove();
    },
  };
}

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

async function startPostgres(dataDir: string): Promise<Service> {
  const server = await startEmbeddedPostgres({ dataDir, log });
  try {
    await migrate({ url: server.url, log });
  } catch (cause) {
    await server.stop();
    throw cause;
  }
  const template = new URL(server.url).pathname.slice(1);
  return { facts: { url: databaseAt(server.url, 'postgres'), template }, stop: server.stop };
}

/** In memory, and without the second that timers, chained runs and new namespaces take by default (Temporal notes, server timing). */
async function startTemporal(dataDir: string): Promise<Service> {
  const cli = await resolveTemporalCli({
    cacheDir: path.join(homedir(), '.cache/watchflow'),
    cliPath: process.env['TEMPORAL_CLI_PATH'],
    searchPath: process.env['PATH'],
    log,
  });
  const quick = [
    'history.timerProcessorMaxTimeShift="1ms"',
    'history.workflowIdReuseMinimalInterval="0s"',
    'system.namespaceCacheRefreshInterval="100ms"',
  ];
  const server = await startTemporalServer({
    cliPath: cli.path,
    dataDir,
    ui: false,
    namespace: 'default',
    retentionDays: 1,
    searchAttributes: [],
    extraArgs: quick.flatMap((setting) => ['--dynamic-config-value', setting]),
    log,
  });
  return { facts: { address: server.address }, stop: server.stop };
}

async function makeBundle(folder: string): Promise<Service> {
  const bundlePath = path.join(folder, 'workflow-bundle.js');
  const workflowsPath = fileURLToPath(new URL('../../src/workflows/index.ts', import.meta.url));
  await bundleWorkflows({ workflowsPath, outFile: bundlePath, encoded: false, log });
  return { facts: { path: bundlePath } };
}

/** What `npm test` has done already; here for whoever starts jest by hand. */
async function build(): Promise<Service> {
  const setup = fileURLToPath(new URL('../../scripts/setup.mjs', import.meta.url));
  await promisify(execFile)(process.execPath, [setup, '--quiet']);
  return { facts: {} };
}

async function startServer(start: () => Promise<StorageServer>): Promise<Service> {
  const { url, stop } = await start();
  return { facts: { url }, stop };
}
