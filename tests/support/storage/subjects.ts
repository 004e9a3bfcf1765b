import { randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CreateBucketCommand, ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import pg from 'pg';
import { z } from 'zod';
import { connectBulk } from '../../../src/platform/database/index.js';
import { createLocalBackend } from '../../../src/storage/local/create-local-backend.js';
import { createMemoryBackend } from '../../../src/storage/memory/create-memory-backend.js';
import { createPostgresBackend } from '../../../src/storage/postgres/create-postgres-backend.js';
import { createRedisBackend } from '../../../src/storage/redis/create-redis-backend.js';
import { connectRedis } from '../../../src/storage/redis/redis-link.js';
import { createS3Backend } from '../../../src/storage/s3/create-s3-backend.js';
import type { StorageBackend } from '../../../src/storage/storage-backend.js';
import { collectLog } from '../collect-log.js';
import { sharedService } from '../shared-service.js';
import { temporaryFolder } from '../temporary-folder.js';
import { unusedPort } from '../unused-port.js';

/** One backend under test, with a place of its own in a service that may be shared. */
export interface Subject {
  /** Another one for the same place, as a further process would have it. */
  readonly open: () => StorageBackend;
  /** One whose service is not there. */
  readonly openBroken: () => Promise<StorageBackend>;
  /** How much writes have left that nobody sees. */
  readonly leftovers: () => Promise<number>;
  readonly end: () => Promise<void>;
}

const server = z.object({ url: z.string() });
const { log } = collectLog();

async function local(): Promise<Subject> {
  const { dir, remove } = await temporaryFolder();
  const root = path.join(dir, 'objects');
  return {
    open: () => createLocalBackend({ root }),
    async openBroken() {
      const file = path.join(dir, 'a-file');
      await writeFile(file, '');
      return createLocalBackend({ root: path.join(file, 'objects') });
    },
    leftovers: async () => (await readdir(path.join(root, '.writing')).catch(() => [])).length,
    end: remove,
  };
}

const nothing = () => Promise.resolve(0);

const memory = (): Promise<Subject> => {
  const backend = createMemoryBackend({ mostBytes: 64 * 1024 * 1024 });
  return Promise.resolve({
    open: () => backend,
    openBroken: () => Promise.reject(new Error('memory is always there')),
    leftovers: nothing,
    end: () => backend.close(),
  });
};

const postgres = (databaseUrl: () => string) => async (): Promise<Subject> => {
  const url = databaseUrl();
  const port = await unusedPort();
  const openAt = (at: string) =>
    createPostgresBackend(connectBulk({ url: at, connections: 3, log }));
  return {
    open: () => openAt(url),
    openBroken: () => Promise.resolve(openAt(`postgresql://nobody:none@127.0.0.1:${port}/none`)),
    leftovers: () => countRows(url),
    end: () => Promise.resolve(),
  };
};

/** Chunks of no object. */
async function countRows(connectionString: string): Promise<number> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM storage_chunks c
     WHERE NOT EXISTS (SELECT FROM storage_objects o WHERE o.upload = c.upload)`,
  );
  await client.end();
  return rows[0]?.count ?? 0;
}

async function redis(): Promise<Subject> {
  const { url } = await sharedService('redis', server);
  const port = await unusedPort();
  const namespace = `test-${randomBytes(6).toString('hex')}`;
  const openAt = (at: string) =>
    createRedisBackend({
      link: connectRedis({ url: at, log }),
      namespace,
      mostBytesEach: 32 * 1024 * 1024,
    });
  return {
    open: () => openAt(url),
    openBroken: () => Promise.resolve(openAt(`redis://127.0.0.1:${port}`)),
    leftovers: nothing,
    end: () => Promise.resolve(),
  };
}

const credentials = { accessKeyId: 'watchflow-test', secretAccessKey: 'not-a-secret-at-all' };

/** A bucket of its own on the shared server. */
async function bucketOn(endpoint: string): Promise<string> {
  const bucket = `test-${randomBytes(6).toString('hex')}`;
  const client = s3ClientAt(endpoint);
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
  return bucket;
}

const s3ClientAt = (endpoint: string): S3Client =>
  new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });

const s3OptionsAt = (endpoint: string, bucket: string) => ({
  ...{ endpoint, bucket, credentials },
  region: 'us-east-1',
  pathStyle: true,
  prefix: 'of/tests/',
});

async function s3(): Promise<Subject> {
  const { url } = await sharedService('s3', server);
  const bucket = await bucketOn(url);
  const port = await unusedPort();
  return {
    open: () => createS3Backend(s3OptionsAt(url, bucket)),
    openBroken: () =>
      Promise.resolve(createS3Backend(s3OptionsAt(`http://127.0.0.1:${port}`, bucket))),
    async leftovers() {
      const client = s3ClientAt(url);
      const { Uploads = [] } = await client.send(
        new ListMultipartUploadsCommand({ Bucket: bucket }),
      );
      client.destroy();
      return Uploads.length;
    },
    end: () => Promise.resolve(),
  };
}

/** How each backend is put to the test. */
export const subjects = (databaseUrl: () => string) => ({
  local,
  memory,
  postgres: postgres(databaseUrl),
  redis,
  s3,
});
