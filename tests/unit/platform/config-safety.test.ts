import { describe, expect, it } from '@jest/globals';
import { aKey, faultsOf, load } from '../../support/config.js';

describe('the production profile', () => {
  const safe = {
    WATCHFLOW_PROFILE: 'production',
    HOST: '0.0.0.0',
    PUBLIC_URL: 'https://watchflow.example.org/flow/',
    WATCHFLOW_KEYS: `k1:${aKey}`,
  };

  it('starts with safe settings and tells what is embedded', () => {
    const { notices, log } = load(safe);
    expect(notices.map(({ place }) => place)).toEqual([
      'DATABASE_URL',
      'TEMPORAL_ADDRESS',
      'USER_AGENT_CONTACT',
    ]);
    expect(log.format).toBe('json');
  });

  it.each([
    ['a reachable host without keys', { WATCHFLOW_KEYS: '' }, 'WATCHFLOW_KEYS'],
    [
      'a shared database without keys',
      { HOST: '', WATCHFLOW_KEYS: '', DATABASE_URL: 'postgres://u:p@db/w' },
      'WATCHFLOW_KEYS',
    ],
    ['a reachable host without PUBLIC_URL', { PUBLIC_URL: '' }, 'PUBLIC_URL'],
    ['PUBLIC_URL in the clear', { PUBLIC_URL: 'http://watchflow.example.org' }, 'PUBLIC_URL'],
    ['tokens in the clear', { TRAKT_API_URL: 'http://trakt.example.org' }, 'TRAKT_API_URL'],
    ['a list in the clear', { ANIME_LISTS_URL: 'http://lists.example/a.xml' }, 'ANIME_LISTS_URL'],
    ['files in memory', { STORAGE_FILES: 'memory' }, 'STORAGE_FILES'],
    [
      'files in the clear',
      { S3_BUCKET: 'a-bucket', S3_ENDPOINT: 'http://s3.example.org' },
      'S3_ENDPOINT',
    ],
    ['no limits against the real services', { UPSTREAM_LIMITS: 'off' }, 'UPSTREAM_LIMITS'],
  ])('refuses %s', (_what, changed, place) => {
    expect(Object.keys(faultsOf(() => load({ ...safe, ...changed })))).toEqual([place]);
    expect(faultsOf(() => load({ ...safe, ...changed, WATCHFLOW_PROFILE: 'development' }))).toEqual(
      {},
    );
  });

  it('allows clear text on this machine', () => {
    const local = {
      PUBLIC_URL: 'http://localhost:7080',
      TRAKT_API_URL: 'http://127.0.0.1:1/x',
      UPSTREAM_LIMITS: 'true',
    };
    expect(faultsOf(() => load({ ...safe, HOST: '::1', ...local }))).toEqual({});
  });
});
