import { about } from './about.js';
import { storageBackendNames } from './storage-config.js';
import * as type from './value-types.js';

const group = 'Storage';

/** Where objects are kept. */
export const storage = {
  STORAGE_FILES: type.oneOf(...storageBackendNames).register(about, {
    group,
    key: 'storage.files',
    doc: 'What keeps uploaded files: a folder (`local`), a bucket (`s3`), the database (`postgres`); `memory` and `redis` lose them, for trials.',
    default: 'local',
  }),
  STORAGE_CACHE: type.oneOf(...storageBackendNames).register(about, {
    group,
    key: 'storage.cache',
    doc: 'What keeps what can be made again: `memory` for each process its own, `redis` for all together.',
    default: 'memory',
  }),
  STORAGE_DIR: type.text().optional().register(about, {
    group,
    key: 'storage.dir',
    doc: 'The folder of `local`. Where several processes run, all of them need the same one.',
    absent: '`objects` in `DATA_DIR`',
    example: '/srv/watchflow/objects',
  }),
  STORAGE_CACHE_BYTES: type.wholeNumber(1_048_576, 100_000_000_000).register(about, {
    group,
    key: 'storage.cacheBytes',
    doc: 'How much `memory` keeps; what was not used for longest goes first.',
    default: '67108864',
  }),
  STORAGE_CACHE_SECONDS: type.wholeNumber(1, 31_536_000).register(about, {
    group,
    key: 'storage.cacheSeconds',
    doc: 'How long `memory` and `redis` keep what is in the cache.',
    default: '3600',
  }),
  FILES_MAX_BYTES: type.wholeNumber(1, 900_000_000_000).register(about, {
    group,
    key: 'files.maxBytes',
    doc: 'How large a file may be. Most services that speak S3 take 5 GB at a signed address.',
    default: '4294967296',
  }),
  FILES_TYPES: type.mediaTypes().register(about, {
    group,
    key: 'files.types',
    doc: 'Types of files that are taken, comma separated; `image/*` for all of a kind.',
    default:
      'text/*,image/*,audio/*,video/*,application/json,application/pdf,application/zip,application/gzip,application/x-subrip,application/epub+zip,application/octet-stream',
  }),
  FILES_LINK_SECONDS: type.wholeNumber(1, 604_800).register(about, {
    group,
    key: 'files.linkSeconds',
    doc: 'How long a signed address is good.',
    default: '900',
  }),
  FILES_REDIRECT: type.truth().register(about, {
    group,
    key: 'files.redirect',
    doc: 'Send downloads on to a signed address of `s3`, instead of passing the bytes on.',
    default: 'false',
  }),
  FILES_GRACE_HOURS: type.wholeNumber(1, 8_760).register(about, {
    group,
    key: 'files.graceHours',
    doc: 'How long objects without a file, and files without an object, are left alone before they are cleared away.',
    default: '24',
  }),
  S3_BUCKET: type
    .name(
      /^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/,
      'the name of a bucket: 3 to 63 of a-z, 0-9, dots and dashes',
    )
    .optional()
    .register(about, {
      group,
      key: 's3.bucket',
      doc: 'The bucket, which has to be there. Needed where a kind of data is kept in `s3`.',
      example: 'watchflow',
    }),
  S3_ENDPOINT: type.baseUrl().optional().register(about, {
    group,
    key: 's3.endpoint',
    doc: 'Address of a service that speaks S3 (MinIO, OSS, Ceph …).',
    absent: 'Amazon’s own for the region',
    example: 'https://s3.example.org',
  }),
  S3_PUBLIC_ENDPOINT: type.baseUrl().optional().register(about, {
    group,
    key: 's3.publicEndpoint',
    doc: 'The address under which others reach it, for signed addresses.',
    absent: '`S3_ENDPOINT`',
  }),
  S3_REGION: type
    .name(/^[a-z\d-]{2,40}$/, 'the name of a region, for example eu-central-1')
    .register(about, {
      group,
      key: 's3.region',
      doc: 'Region of the bucket; services without regions take any.',
      default: 'us-east-1',
    }),
  S3_PATH_STYLE: type.truth().register(about, {
    group,
    key: 's3.pathStyle',
    doc: 'The bucket stands in the path instead of the host name, as MinIO and others want it.',
    default: 'false',
  }),
  S3_PREFIX: type
    .name(/^(?:[\w.-]+\/)+$/, 'folders that end with a slash, for example watchflow/')
    .optional()
    .register(about, {
      group,
      key: 's3.prefix',
      doc: 'Put in front of every key, where others use the bucket too.',
      example: 'watchflow/',
    }),
  S3_ACCESS_KEY_ID: type.token().optional().register(about, {
    group,
    key: 's3.accessKeyId',
    doc: 'Who we are to it.',
    absent: 'as Amazon’s SDK finds it: `AWS_*` variables, profile, role of the machine',
    secret: true,
  }),
  S3_SECRET_ACCESS_KEY: type.token().optional().register(about, {
    group,
    key: 's3.secretAccessKey',
    doc: 'The secret that belongs to it.',
    secret: true,
  }),
  REDIS_URL: type.redisUrl().optional().register(about, {
    group,
    key: 'redis.url',
    doc: 'Redis, for kinds of data kept in `redis`; `rediss://` for TLS.',
    secret: true,
    example: 'redis://user:password@host:6379/0',
  }),
};
