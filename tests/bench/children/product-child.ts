import { randomUUID } from 'node:crypto';
import type { Watchflow } from '../../../src/main/compose/compose.js';
import { historyWorkflowId } from '../../../src/workflows/contract.js';
import { serveParent } from './child.js';
import { measureProcess } from './measure-process.js';
import { measureServers } from './measure-servers.js';
import { startProduct, type Product, type ProductOptions } from './product.js';
import { sampleResources } from './sample-resources.js';
import { ticksRecorded, ticksSince, triggerTicks } from './ticks.js';
import { workflowSizes } from './workflow-size.js';

let product: Product | undefined;
const running = (): Product => {
  if (product === undefined) throw new Error('The product is not started.');
  return product;
};

async function databaseBytes({ db }: Watchflow): Promise<number> {
  const [row] = await db.$queryRaw<
    { size: bigint }[]
  >`SELECT pg_database_size(current_database()) AS size`;
  return Number(row?.size ?? 0);
}

/** From the request to the end of its workflow; answers the run's id. */
async function syncOnce({ syncs, temporal }: Watchflow, userId: string): Promise<string> {
  const { runId } = await syncs.request(userId, {
    requestId: randomUUID(),
    mode: 'normal',
    trigger: 'manual',
  });
  await temporal.client.workflow.getHandle(historyWorkflowId(userId)).result();
  return runId;
}

let watching: { process: ReturnType<typeof measureProcess>; servers: () => Promise<object> };

const offer = {
  async start(options: ProductOptions): Promise<void> {
    product = await startProduct(options);
  },
  async join(person: { name: string; traktToken: string; bangumiToken: string }): Promise<void> {
    const { db, connections } = running().watchflow;
    const { name } = person;
    await db.user.create({ data: { id: name, name } });
    await connections.adoptConfigured({
      userId: name,
      trakt: { accessToken: person.traktToken },
      bangumi: { accessToken: person.bangumiToken },
    });
  },
  /** A sync and all that can be said of it. */
  async sync(userId: string) {
    const { watchflow } = running();
    const bytesBefore = await databaseBytes(watchflow);
    const since = new Date();
    const servers = await measureServers(watchflow.runtime);
    const measured = measureProcess();
    const began = performance.now();
    const runId = await syncOnce(watchflow, userId);
    const wallMs = Math.round(performance.now() - began);
    const use = measured();
    const serverCpu = await servers();
    const run = await watchflow.history.runs.find(userId, runId);
    return {
      status: run?.status ?? 'unknown',
      plays: run?.certificate?.plays.proven ?? 0,
      parked: run?.certificate?.plays.parked ?? 0,
      wallMs,
      ...use,
      serverCpu,
      serverRss: await watchflow.runtime.rss(),
      databaseBytes: await databaseBytes(watchflow),
      databaseGrowth: (await databaseBytes(watchflow)) - bytesBefore,
      workflow: await workflowSizes(watchflow, historyWorkflowId(userId), since),
    };
  },
  /** Many at once, unmeasured. */
  async syncAll(userIds: readonly string[]): Promise<void> {
    await Promise.all(userIds.map((userId) => syncOnce(running().watchflow, userId)));
  },

  /** A Schedule each. */
  async schedule(userIds: readonly string[], cron: string): Promise<void> {
    const { history, schedules } = running().watchflow;
    for (const userId of userIds) {
      await history.settings.change(userId, { cron, timeZone: 'UTC' });
      await schedules.follow('history', userId);
    }
  },
  ticksSince: (since: Date) => ticksSince(running().watchflow, since),
  triggerTicks: (userIds: readonly string[]) => triggerTicks(running().watchflow, userIds),
  ticksRecorded: (userIds: readonly string[], wanted: number) =>
    ticksRecorded(running().watchflow, userIds, wanted),

  async watch(): Promise<void> {
    watching = {
      process: measureProcess(),
      servers: await measureServers(running().watchflow.runtime),
    };
  },
  async watched() {
    const serverCpu = (await watching.servers()) as { postgres: number; temporal: number };
    return { ...watching.process(), serverCpu, serverRss: await running().watchflow.runtime.rss() };
  },
  resources: () => sampleResources(running()),

  async stop(): Promise<void> {
    const stopping = product;
    product = undefined;
    await stopping?.stop();
  },
};

export type ProductOffer = typeof offer;
serveParent(offer);
