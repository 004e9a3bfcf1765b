import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { known } from '../../../src/platform/config/known.js';
import { redactConfig, secretsOf } from '../../../src/platform/config/secrets.js';
import { aKey, faultsOf, load } from '../../support/config.js';

describe('secrets in the configuration', () => {
  const secretNames = known.filter(({ about }) => about.secret === true).map(({ name }) => name);
  const good: Record<string, string> = {
    DATABASE_URL:
      'postgresql://planted-user:planted-password@db.example:5432/watchflow?password=planted-two',
    REDIS_URL: 'rediss://planted-name:planted-word@redis.example:6379/1',
    SMTP_URL: 'smtp://planted-sender:planted-pass@mail.example:587',
    WATCHFLOW_KEYS: `k1:${aKey}`,
    WATCHFLOW_PAYLOAD_KEYS: `p1:${aKey}`,
  };
  const query = 'https://data.example/list.xml?key=planted-query';
  const env = {
    ANIME_LISTS_URL: query,
    S3_BUCKET: 'a-bucket',
    SMTP_FROM: 'watchflow@mail.example',
    RELAY_USERNAME: 'root',
    ...Object.fromEntries(secretNames.map((name) => [name, good[name] ?? `planted-${name}`])),
  };

  it('are not shown by redactConfig', () => {
    const shown = JSON.stringify(redactConfig(load(env)));
    expect(shown).not.toContain('planted');
    expect(shown).not.toContain(aKey);
    expect(shown).toContain('postgresql://db.example:5432/watchflow');
    expect(shown).toContain('rediss://redis.example:6379/1');
  });

  it('are all named by secretsOf', () => {
    const secrets = secretsOf(load(env));
    expect(secrets).toEqual(
      expect.arrayContaining([
        aKey,
        'planted-password',
        'planted-word',
        'planted-query',
        ...secretNames.filter((name) => good[name] === undefined).map((name) => `planted-${name}`),
      ]),
    );
  });

  it('never stand in a fault, whatever garbage is given', () => {
    const garbage = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('true', '-1', 'http://', 'k1:AAAA', '{}', '* *'),
    );
    const anyEnv = fc.dictionary(
      fc.oneof(
        fc.constantFrom(...known.flatMap(({ name }) => [name, `${name}_FILE`])),
        fc.string().map((name) => `TRAKT_${name}`),
      ),
      garbage,
      { maxKeys: 12 },
    );
    fc.assert(
      fc.property(
        anyEnv,
        fc.string(),
        fc.constantFrom(...secretNames),
        (given, yaml, secretName) => {
          const planted = `planted secret ${'x'.repeat(8)} not fit for anything`;
          // Some secrets may be any text: a port that is none makes sure that there is a fault to look at.
          const env = { ...given, [secretName]: `${planted}:${planted}`, PORT: '-1' };
          const act = () => load(env, { 'watchflow.yaml': yaml });
          const faults = faultsOf(act);
          expect(JSON.stringify(faults)).not.toContain('planted secret');
          expect(Object.keys(faults).length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('reads back what it was given, by variable or by file alike', () => {
    const settings = fc.record({
      port: fc.integer({ min: 0, max: 65_535 }),
      enabled: fc.boolean(),
      token: fc.stringMatching(/^[!-~]{1,40}$/),
      path: fc.stringMatching(/^[a-z\d/-]{0,20}$/),
    });
    fc.assert(
      fc.property(settings, ({ port, enabled, token, path }) => {
        const byEnv = load({
          PORT: `${port}`,
          SYNC_ENABLED: `${enabled}`,
          TRAKT_ACCESS_TOKEN: token,
          TRAKT_API_URL: `https://x.example/${path}`,
        });
        const yaml = JSON.stringify({
          http: { port },
          sync: { enabled },
          trakt: { accessToken: token, apiUrl: `https://x.example/${path}` },
        });
        expect(load({}, { 'watchflow.yaml': yaml })).toEqual(byEnv);
        expect([byEnv.http.port, byEnv.sync.enabled, byEnv.trakt.accessToken]).toEqual([
          port,
          enabled,
          token,
        ]);
        expect(byEnv.trakt.apiUrl).not.toMatch(/\/$/);
      }),
    );
  });
});
