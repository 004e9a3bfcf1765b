import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose, type Watchflow } from '../../src/main/compose/compose.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { createLogger } from '../../src/platform/observability/create-logger.js';
import { historyWorkflowId } from '../../src/workflows/contract.js';
import { serveParent } from './child.js';
import { measureProcess } from './measure-process.js';
import { ourEnv } from './our-env.js';

export interface ProductOptions {
  readonly traktUrl: string;
  readonly bangumiUrl: string;
  readonly idMap: object;
}

interface Running {
  readonly watchflow: Watchflow;
  readonly dataDir: string;
}

async function start({ traktUrl, bangumiUrl, idMap }: ProductOptions): Promise<Running> {
  const dataDir = await mkdtemp(join(tmpdir(), 'watchflow-bench-'));
  const idMapFile = join(dataDir, 'id-map.json');
  await writeFile(idMapFile, JSON.stringify(idMap));
  const config = loadConfig({
    cwd: dataDir,
    env: {
      ...ourEnv(),
      DATA_DIR: join(dataDir, 'data'),
      PORT: '0',
      TRAKT_API_URL: traktUrl,
      TRAKT_CLIENT_ID: 'bench',
      BANGUMI_API_URL: bangumiUrl,
      BANGUMI_DATA_URL: idMapFile,
      UPSTREAM_LIMITS: 'off',
    },
  });
  const log = createLogger({ level: 'error', format: 'json' });
  return { watchflow: await compose({ config, log, ui: false, temporary: true }), dataDir };
}

let product: Running | undefined;
const running = (): Watchflow => {
  if (product === undefined) throw new Error('The product is not started.');
  return product.watchflow;
};

/** Of every execution of the chain, continued as new or not, that a request began. */
async function workflowHistory({ temporal }: Watchflow, workflowId: string, since: Date) {
  const executions: { events: number; bytes: number }[] = [];
  const query = `WorkflowId = '${workflowId}'`;
  for await (const { runId, startTime } of temporal.client.workflow.list({ query })) {
    if (startTime < since) continue;
    const handle = temporal.client.workflow.getHandle(workflowId, runId);
    const { historyLength, historySize } = await handle.describe();
    executions.push({ events: historyLength, bytes: historySize ?? 0 });
  }
  return executions;
}

async function databaseBytes({ db }: Watchflow): Promise<number> {
  const [row] = await db.$queryRaw<
    { size: bigint }[]
  >`SELECT pg_database_size(current_database()) AS size`;
  return Number(row?.size ?? 0);
}

const offer = {
  /** Milliseconds until it could be asked for a sync. */
  async start(options: ProductOptions): Promise<number> {
    const began = performance.now();
    product = await start(options);
    return Math.round(performance.now() - began);
  },
  async join(person: { name: string; traktToken: string; bangumiToken: string }): Promise<void> {
    const { db, connections } = running();
    const { name } = person;
    await db.user.create({ data: { id: name, name } });
    await connections.adoptConfigured({
      userId: name,
      trakt: { accessToken: person.traktToken },
      bangumi: { accessToken: person.bangumiToken },
    });
  },
  /** From the request to the end of its workflow. */
  async sync(userId: string) {
    const watchflow = running();
    const workflowId = historyWorkflowId(userId);
    const bytesBefore = await databaseBytes(watchflow);
    const since = new Date();
    const measured = measureProcess();
    const began = performance.now();
    const { runId } = await watchflow.syncs.request(userId, {
      requestId: randomUUID(),
      mode: 'normal',
      trigger: 'manual',
    });
    await watchflow.temporal.client.workflow.getHandle(workflowId).result();
    const wallMs = Math.round(performance.now() - began);
    const use = measured();
    const run = await watchflow.history.runs.find(userId, runId);
    const servers = await watchflow.runtime.rss();
    return {
      status: run?.status ?? 'unknown',
      plays: run?.certificate?.plays.proven ?? 0,
      wallMs,
      ...use,
      serverRss: servers,
      databaseBytes: await databaseBytes(watchflow),
      databaseGrowth: (await databaseBytes(watchflow)) - bytesBefore,
      workflow: await workflowHistory(watchflow, workflowId, since),
    };
  },
  async stop(): Promise<void> {
    if (product === undefined) return;
    const { watchflow, dataDir } = product;
    product = undefined;
    const clean = (): Promise<void> => rm(dataDir, { recursive: true, force: true });
    await watchflow.shutdown.run().finally(clean);
  },
};

export type ProductOffer = typeof offer;
serveParent(offer);
