import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApi, type ApiDeps } from '../../../src/api/create-api.js';
import { createAccounts } from '../../../src/areas/accounts/index.js';
import { createAudit } from '../../../src/areas/audit/index.js';
import { createUsage } from '../../../src/areas/usage/index.js';
import { connectDatabase, migrate } from '../../../src/platform/database/index.js';
import { systemClock as clock } from '../../../src/platform/lib/clock.js';
import { createLogger } from '../../../src/platform/observability/create-logger.js';
import { createMetrics } from '../../../src/platform/observability/create-metrics.js';
import { startEmbeddedPostgres } from '../../../src/runtime/index.js';

/** A database of its own with one person and their key, and the API over what the routes of a bench ask: nothing else is there. */
export async function openBenchServer() {
  const log = createLogger({ level: 'error', format: 'json' });
  const dataDir = await mkdtemp(join(tmpdir(), 'watchflow-bench-'));
  const server = await startEmbeddedPostgres({ dataDir, log });
  const { url: databaseUrl } = server;
  await migrate({ url: databaseUrl, log });
  const db = connectDatabase({ url: databaseUrl, poolMax: 10, log });
  const accounts = createAccounts({ db, clock });
  const { id: userId } = await accounts.ensureFirstUser();
  const { key } = await accounts.keys.create(userId, { name: 'bench', scopes: ['*'] });
  // Requests are counted as in earnest; none is one too many.
  const usage = createUsage({
    ...{ db, accounts, clock, log },
    notifications: { notify: () => Promise.resolve('known') },
    relayTimeZone: 'UTC',
    keyLimits: { minute: 1e9 },
    userLimits: {},
  });
  const audit = createAudit({ db, clock, log });
  const common = { accounts, audit, usage, metrics: createMetrics() };
  return {
    ...{ log, dataDir, databaseUrl, db, userId, key },
    async serve(ports: Partial<Record<keyof ApiDeps, unknown>>) {
      return createApi({
        ...({ ...common, ...ports } as unknown as ApiDeps),
        ...{ clock, log, version: 'bench', publicUrl: 'http://127.0.0.1' },
        requestsPerMinute: 1e9,
        recordRequestsPerMinute: 1e9,
      }).listen({ host: '127.0.0.1', port: 0 });
    },
    /** Once the API is stopped. */
    async stop(): Promise<void> {
      await usage.meter.close();
      await db.$disconnect();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
