import { describe, expect, it } from '@jest/globals';
import { faultsOf, load } from '../../support/config.js';

describe('the configuration of storage', () => {
  it('keeps files in a folder of DATA_DIR and the cache in memory, unless told otherwise', () => {
    expect(load({ DATA_DIR: 'data' }).storage).toMatchObject({
      files: 'local',
      cache: 'memory',
      dir: '/srv/watchflow/data/objects',
      s3: undefined,
      redisUrl: undefined,
    });
  });

  it('routes each kind of data by itself, also from the YAML file', () => {
    const yaml = `
storage: { files: s3, cache: redis, cacheSeconds: 60 }
s3: { bucket: media, endpoint: "https://oss.example.org/", region: cn-hangzhou, prefix: watchflow/ }
redis: { url: "redis://cache.example:6379" }
`;
    const { storage } = load({ S3_PATH_STYLE: 'yes' }, { 'watchflow.yaml': yaml });
    expect(storage).toMatchObject({
      files: 's3',
      cache: 'redis',
      cacheTtlMs: 60_000,
      redisUrl: 'redis://cache.example:6379',
      s3: {
        bucket: 'media',
        endpoint: 'https://oss.example.org',
        region: 'cn-hangzhou',
        pathStyle: true,
        prefix: 'watchflow/',
        credentials: undefined,
      },
    });
  });

  it('takes secrets from files', () => {
    const env = {
      STORAGE_FILES: 's3',
      S3_BUCKET: 'media',
      S3_ACCESS_KEY_ID_FILE: '/run/secrets/id',
      S3_SECRET_ACCESS_KEY_FILE: '/run/secrets/key',
    };
    const files = { '/run/secrets/id': 'an-id\n', '/run/secrets/key': 'a-key\n' };
    expect(load(env, files).storage.s3?.credentials).toEqual({
      accessKeyId: 'an-id',
      secretAccessKey: 'a-key',
    });
  });

  it.each([
    ['an unknown backend', { STORAGE_FILES: 'floppy' }, ['STORAGE_FILES']],
    ['an unknown variable', { STORAGE_FILE: 'local' }, ['STORAGE_FILE']],
    ['S3 without a bucket', { STORAGE_FILES: 's3' }, ['S3_BUCKET']],
    ['a bucket nobody can have', { STORAGE_FILES: 's3', S3_BUCKET: 'A B' }, ['S3_BUCKET']],
    ['Redis without an address', { STORAGE_CACHE: 'redis' }, ['REDIS_URL']],
    ['another address', { STORAGE_CACHE: 'redis', REDIS_URL: 'http://x' }, ['REDIS_URL']],
    ['half of the credentials', { S3_ACCESS_KEY_ID: 'id' }, ['S3_SECRET_ACCESS_KEY']],
    ['a prefix that climbs', { S3_PREFIX: 'a' }, ['S3_PREFIX']],
  ])('refuses %s', (_what, env, places) => {
    expect(Object.keys(faultsOf(() => load(env)))).toEqual(places);
  });

  it('tells who tries it out that files in memory are lost', () => {
    const places = load({ STORAGE_FILES: 'memory' }).notices.map(({ place }) => place);
    expect(places).toEqual(['STORAGE_FILES']);
    expect(load({}).notices).toEqual([]);
  });
});
