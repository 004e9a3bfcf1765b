import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApi, type ApiDeps } from '../../../src/api/create-api.js';
import { createAccounts } from '../../../src/areas/accounts/index.js';
import { createAudit } from '../../../src/areas/audit/index.js';
import { createFiles } from '../../../src/areas/files/index.js';
import { connectDatabase, migrate } from '../../../src/platform/database/index.js';
import { systemClock as clock } from '../../../src/platform/lib/clock.js';
import { createLogger } from '../../../src/platform/observability/create-logger.js';
import { createMetrics } from '../../../src/platform/observability/create-metrics.js';
import { createLinkSigner } from '../../../src/platform/security/link-signer.js';
import { newKeyRing } from '../../../src/platform/security/load-key-ring.js';
import { startEmbeddedPostgres } from '../../../src/runtime/index.js';
import { openStorage } from '../../../src/storage/index.js';
import { benchUsage } from './bench-usage.js';
import { serveParent } from './child.js';

const log = createLogger({ level: 'error', format: 'json' });

export interface FilesPlace {
  readonly backend: 'local' | 's3' | 'postgres';
  readonly endpoint?: string | undefined;
}

async function open({ backend, endpoint }: FilesPlace) {
  const dataDir = await mkdtemp(join(tmpdir(), 'watchflow-bench-'));
  const server = await startEmbeddedPostgres({ dataDir, log });
  const { url } = server;
  await migrate({ url, log });
  const db = connectDatabase({ url, poolMax: 10, log });
  const accounts = createAccounts({ db, clock });
  const { id: userId } = await accounts.ensureFirstUser();
  const { key } = await accounts.keys.create(userId, { name: 'bench', scopes: ['*'] });
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const bucket = { bucket: 'bench', region: 'us-east-1', pathStyle: true, prefix: '' };
  const config = {
    files: backend,
    cache: 'memory',
    dir: join(dataDir, 'objects'),
    s3: { ...bucket, endpoint, credentials },
    cacheBytes: 1_048_576,
    cacheTtlMs: 1_000,
  } as const;
  const storage = await openStorage({ config, databaseUrl: url, log });
  const files = createFiles({
    db,
    clock,
    backend: storage.backendOf('files'),
    signer: createLinkSigner(newKeyRing()),
    settings: {
      mostBytes: 1e12,
      types: ['application/octet-stream'],
      linkMs: 900_000,
      redirects: false,
      graceMs: 86_400_000,
    },
  });
  const audit = createAudit({ db, clock, log });
  // The routes of files ask nothing else.
  const usage = benchUsage({ db, accounts, log });
  const ports = { accounts, audit, files, metrics: createMetrics(), usage } as unknown as ApiDeps;
  const api = await createApi({
    ...ports,
    ...{ clock, log, version: 'bench', publicUrl: 'http://127.0.0.1' },
  }).listen({ host: '127.0.0.1', port: 0 });
  const stop = async (): Promise<void> => {
    await api.stop();
    await usage.meter.close();
    await storage.close();
    await db.$disconnect();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: api.url, key, stop };
}

let opened: Awaited<ReturnType<typeof open>> | undefined;
let highest = 0;
let sampling: NodeJS.Timeout | undefined;

const look = (): number => {
  const { rss } = process.memoryUsage();
  highest = Math.max(highest, rss);
  return rss;
};

const offer = {
  async start(place: FilesPlace) {
    opened = await open(place);
    sampling = setInterval(look, 20);
    return { url: opened.url, key: opened.key };
  },
  /** Resident bytes now; the highest is counted anew from here. */
  mark(): number {
    highest = 0;
    return look();
  },
  /** Since the mark. */
  highest: (): number => highest,
  async stop(): Promise<void> {
    clearInterval(sampling);
    await opened?.stop();
    opened = undefined;
  },
};

export type FilesOffer = typeof offer;
serveParent(offer);
