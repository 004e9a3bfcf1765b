import { join } from 'node:path';
import { createFiles } from '../../../src/areas/files/index.js';
import { systemClock as clock } from '../../../src/platform/lib/clock.js';
import { createLinkSigner } from '../../../src/platform/security/link-signer.js';
import { newKeyRing } from '../../../src/platform/security/load-key-ring.js';
import { openStorage } from '../../../src/storage/index.js';
import { openBenchServer } from './bench-server.js';
import { serveParent } from './child.js';

export interface FilesPlace {
  readonly backend: 'local' | 's3' | 'postgres';
  readonly endpoint?: string | undefined;
}

async function open({ backend, endpoint }: FilesPlace) {
  const server = await openBenchServer();
  const { db, databaseUrl, dataDir, key, log } = server;
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
  const storage = await openStorage({ config, databaseUrl, log });
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
  const api = await server.serve({ files });
  const stop = async (): Promise<void> => {
    await api.stop();
    await storage.close();
    await server.stop();
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
