import { join, resolve } from 'node:path';
import type { FilesConfig, S3Config, StorageConfig } from './storage-config.js';
import type { Values } from './variables.js';

interface Places {
  readonly cwd: string;
  /** Absolute. */
  readonly dataDir: string;
}

export const toStorageConfig = (values: Values, { cwd, dataDir }: Places): StorageConfig => ({
  files: values.STORAGE_FILES,
  cache: values.STORAGE_CACHE,
  dir:
    values.STORAGE_DIR === undefined ? join(dataDir, 'objects') : resolve(cwd, values.STORAGE_DIR),
  s3: toS3(values),
  redisUrl: values.REDIS_URL,
  cacheBytes: values.STORAGE_CACHE_BYTES,
  cacheTtlMs: values.STORAGE_CACHE_SECONDS * 1_000,
});

export const toFilesConfig = (values: Values): FilesConfig => ({
  mostBytes: values.FILES_MAX_BYTES,
  types: values.FILES_TYPES,
  linkMs: values.FILES_LINK_SECONDS * 1_000,
  redirects: values.FILES_REDIRECT,
  graceMs: values.FILES_GRACE_HOURS * 3_600_000,
});

function toS3(values: Values): S3Config | undefined {
  if (values.S3_BUCKET === undefined) return undefined;
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = values;
  return {
    bucket: values.S3_BUCKET,
    region: values.S3_REGION,
    endpoint: values.S3_ENDPOINT,
    publicEndpoint: values.S3_PUBLIC_ENDPOINT,
    pathStyle: values.S3_PATH_STYLE,
    prefix: values.S3_PREFIX ?? '',
    credentials:
      accessKeyId === undefined || secretAccessKey === undefined
        ? undefined
        : { accessKeyId, secretAccessKey },
  };
}
