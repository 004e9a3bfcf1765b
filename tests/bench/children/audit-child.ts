import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApi, type ApiDeps } from '../../../src/api/create-api.js';
import { createAccounts } from '../../../src/areas/accounts/index.js';
import { createAudit, createAuditLogs } from '../../../src/areas/audit/index.js';
import { connectDatabase, migrate } from '../../../src/platform/database/index.js';
import { systemClock } from '../../../src/platform/lib/clock.js';
import { createLogger } from '../../../src/platform/observability/create-logger.js';
import { createMetrics } from '../../../src/platform/observability/create-metrics.js';
import { startEmbeddedPostgres } from '../../../src/runtime/index.js';
import { benchUsage } from './bench-usage.js';
import { serveParent } from './child.js';

const log = createLogger({ level: 'error', format: 'json' });

async function open() {
  const dataDir = await mkdtemp(join(tmpdir(), 'watchflow-bench-'));
  const server = await startEmbeddedPostgres({ dataDir, log });
  const { url } = server;
  await migrate({ url, log });
  const db = connectDatabase({ url, poolMax: 10, log });
  const accounts = createAccounts({ db, clock: systemClock });
  const { id: userId } = await accounts.ensureFirstUser();
  const { key } = await accounts.keys.create(userId, { name: 'bench', scopes: ['*'] });
  const usage = benchUsage({ db, accounts, log });
  const parts = {
    accounts,
    audit: createAudit({ db, clock: systemClock, log }),
    auditLogs: createAuditLogs(db),
    metrics: createMetrics(),
    usage,
  };
  // The routes of the audit ask nothing else.
  const ports = parts as unknown as ApiDeps;
  const api = await createApi({
    ...ports,
    clock: systemClock,
    log,
    version: 'bench',
    publicUrl: 'http://127.0.0.1',
    requestsPerMinute: 1e9,
    recordRequestsPerMinute: 1e9,
  }).listen({ host: '127.0.0.1', port: 0 });
  const stop = async (): Promise<void> => {
    await api.stop();
    await usage.meter.close();
    await db.$disconnect();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { db, key, api, stop };
}

let opened: Awaited<ReturnType<typeof open>> | undefined;
const running = () => {
  if (opened === undefined) throw new Error('Nothing is started.');
  return opened;
};

const offer = {
  async start() {
    opened = await open();
    return { url: opened.api.url, key: opened.key };
  },
  /** MB of the table, and of the index of its words. */
  async sizes(): Promise<{ readonly table: number; readonly words: number }> {
    const [row] = await running().db.$queryRaw<{ table: number; words: number }[]>`
      SELECT (pg_table_size('audit_logs') / 1e6)::float8 AS table,
        (pg_relation_size('audit_logs_words_idx') / 1e6)::float8 AS words`;
    return row ?? { table: 0, words: 0 };
  },
  async settle(): Promise<void> {
    await running().db.$executeRaw`VACUUM ANALYZE audit_logs`;
  },
  /** MB. */
  rss: (): number => process.memoryUsage().rss / 1e6,
  async stop(): Promise<void> {
    await opened?.stop();
    opened = undefined;
  },
};

export type AuditOffer = typeof offer;
serveParent(offer);
