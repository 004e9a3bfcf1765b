import type { StorageConfig } from '../platform/config/storage-config.js';
import { connectBulk } from '../platform/database/index.js';
import type { Logger } from '../platform/lib/logger.js';
import { askedAtMostEvery } from './asked-at-most-every.js';
import { createLocalBackend } from './local/create-local-backend.js';
import { createMemoryBackend } from './memory/create-memory-backend.js';
import { createPostgresBackend } from './postgres/create-postgres-backend.js';
import type { BackendHealth, StorageBackend } from './storage-backend.js';
import type { BackendName } from './storage-error.js';

/** What is kept apart, each where the configuration says. */
export const dataKinds = ['files', 'cache'] as const;
export type DataKind = (typeof dataKinds)[number];

export interface Storage {
  backendOf(kind: DataKind): StorageBackend;
  /** As it was found at most five seconds ago. */
  health(): Promise<Readonly<Record<DataKind, StorageHealth>>>;
  close(): Promise<void>;
}

export interface StorageHealth {
  readonly backend: BackendName;
  readonly state: BackendHealth;
}

export interface StorageDeps {
  readonly config: StorageConfig;
  readonly databaseUrl: string;
  readonly log: Logger;
}

/** Kept whole in memory while they pass. */
const mostRedisBytes = 64 * 1024 * 1024;
const databaseConnections = 3;
/** Whoever asks for the health of watchflow need not be somebody we know. */
const healthEveryMs = 5_000;

interface Opening extends StorageDeps {
  /** Absent for what nobody can make again. */
  readonly ttlMs: number | undefined;
}

/** A further backend is a further line, and another run of the conformance suite. What is large is loaded where it is used. */
const openers: Readonly<
  Record<BackendName, (opening: Opening) => StorageBackend | Promise<StorageBackend>>
> = {
  local: ({ config }) => createLocalBackend({ root: config.dir }),
  async s3({ config }) {
    const { createS3Backend } = await import('./s3/create-s3-backend.js');
    return createS3Backend(needed(config.s3, 'S3_BUCKET'));
  },
  postgres: ({ databaseUrl: url, log }) =>
    createPostgresBackend(connectBulk({ url, connections: databaseConnections, log })),
  memory: ({ config, ttlMs }) => createMemoryBackend({ mostBytes: config.cacheBytes, ttlMs }),
  async redis({ config, ttlMs, log }) {
    const { createRedisBackend, connectRedis } = await import('./redis/index.js');
    const link = connectRedis({ url: needed(config.redisUrl, 'REDIS_URL'), log });
    return createRedisBackend({
      link,
      namespace: 'watchflow',
      ttlMs,
      mostBytesEach: mostRedisBytes,
    });
  },
};

/** The configuration was refused where one is needed and missing. */
function needed<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

/** Opens the backend of each kind of data; keys of a kind begin with its name, so that they may share one. */
export async function openStorage(deps: StorageDeps): Promise<Storage> {
  const { config } = deps;
  const open = async (kind: DataKind) =>
    openers[config[kind]]({ ...deps, ttlMs: kind === 'cache' ? config.cacheTtlMs : undefined });
  const opened = { files: await open('files'), cache: await open('cache') };
  const healthOf = async (kind: DataKind): Promise<StorageHealth> => ({
    backend: opened[kind].name,
    state: await opened[kind].health(),
  });
  const health = askedAtMostEvery(healthEveryMs, async () => {
    const [files, cache] = await Promise.all([healthOf('files'), healthOf('cache')]);
    return { files, cache };
  });
  return {
    backendOf: (kind) => opened[kind],
    health,
    async close() {
      await Promise.all([opened.files.close(), opened.cache.close()]);
    },
  };
}
