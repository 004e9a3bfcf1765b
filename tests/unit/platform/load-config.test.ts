import { describe, expect, it } from '@jest/globals';
import { faultsOf, load } from '../../support/config.js';

describe('loadConfig', () => {
  it('has a default for everything', () => {
    const config = load({});
    expect(config).toMatchObject({
      profile: 'development',
      dataDir: '/srv/watchflow/.watchflow',
      http: { host: '127.0.0.1', port: 7080 },
      database: { poolMax: 10 },
      temporal: { external: false, namespace: 'default', taskQueueSuffix: '' },
      trakt: { apiUrl: 'https://api.trakt.tv', authUrl: 'https://auth.trakt.tv' },
      bangumi: { apiUrl: 'https://api.bgm.tv', authUrl: 'https://bgm.tv' },
      limits: { enabled: true, traktGetLimit: 500, traktGetPeriodSeconds: 300, bangumiBurst: 300 },
      sync: { enabled: true, defaultCron: '@every 1h', timeZone: 'UTC' },
      log: { level: 'info', format: 'pretty' },
      notices: [],
    });
    expect(config.database.url).toBeUndefined();
  });

  it('shares limits where several processes may run, unless told otherwise', () => {
    const sharedWith = (env: Record<string, string>) => load(env).limits.shared;
    const both = {
      DATABASE_URL: 'postgresql://u:p@db.example.org/watchflow',
      TEMPORAL_ADDRESS: '127.0.0.1:7233',
    };
    expect(sharedWith({})).toBe(false);
    expect(sharedWith({ DATABASE_URL: both.DATABASE_URL })).toBe(false);
    expect(sharedWith({ TEMPORAL_ADDRESS: both.TEMPORAL_ADDRESS })).toBe(false);
    expect(sharedWith(both)).toBe(true);
    expect(sharedWith({ ...both, UPSTREAM_LIMITS_SHARED: 'false' })).toBe(false);
    expect(sharedWith({ UPSTREAM_LIMITS_SHARED: 'true' })).toBe(true);
  });

  it('takes the environment before the file and the file before the default', () => {
    const files = {
      'watchflow.yaml': 'http:\n  port: 8001\n  host: 127.0.0.2\nsync: { enabled: no }\n',
    };
    const config = load({ PORT: '8002' }, files);
    expect(config.http).toMatchObject({ port: 8002, host: '127.0.0.2' });
    expect(config.sync.enabled).toBe(false);
  });

  it('counts an empty variable, a blank one and an empty YAML value as not set', () => {
    const files = { 'watchflow.yaml': 'log:\n  level:\ntrakt: ~\nhttp: { host: null }\n' };
    const config = load({ PORT: '', HOST: '  ', TRAKT_CLIENT_ID: '', TRAKT_TYPO: '' }, files);
    expect([config.http.port, config.http.host, config.log.level]).toEqual([
      7080,
      '127.0.0.1',
      'info',
    ]);
    expect(config.trakt.clientId).toBeUndefined();
  });

  it('reads a secret from a file and drops the newline at its end', () => {
    const config = load(
      { TRAKT_CLIENT_SECRET_FILE: '/run/secrets/trakt' },
      { '/run/secrets/trakt': 's3cret\n' },
    );
    expect(config.trakt.clientSecret).toBe('s3cret');
  });

  it('refuses a secret given twice, an unreadable and an empty secret file, without naming what was given', () => {
    const faults = faultsOf(() =>
      load(
        {
          TRAKT_CLIENT_SECRET: 'a-secret',
          TRAKT_CLIENT_SECRET_FILE: '/there',
          TRAKT_ACCESS_TOKEN_FILE: 'a-token-by-mistake',
          BANGUMI_ACCESS_TOKEN_FILE: '/empty',
        },
        { '/there': 'x', '/empty': '\n' },
      ),
    );
    expect(faults).toEqual({
      TRAKT_CLIENT_SECRET_FILE: 'is set besides TRAKT_CLIENT_SECRET; unset one of them',
      TRAKT_ACCESS_TOKEN_FILE: 'expected the path of a readable file, got one that is not (ENOENT)',
      BANGUMI_ACCESS_TOKEN_FILE: 'names an empty file; write the secret into it or unset this',
    });
  });

  it('keeps a path prefix of an address and drops slashes at its end', () => {
    const config = load({
      TRAKT_API_URL: 'http://127.0.0.1:9001/trakt//',
      BANGUMI_API_URL: 'HTTP://LOCALHOST:80/',
    });
    expect([config.trakt.apiUrl, config.bangumi.apiUrl]).toEqual([
      'http://127.0.0.1:9001/trakt',
      'http://localhost',
    ]);
  });

  it.each([
    'ftp://x',
    'api.trakt.tv',
    'http://',
    'http://x/?a=1',
    'http://x/#a',
    'http://u:pw12345@x',
    'http://x/a b',
  ])('refuses %s as an address and shows no password', (address) => {
    const faults = faultsOf(() => load({ TRAKT_API_URL: address }));
    expect(faults['TRAKT_API_URL']).toMatch(
      /^expected an http:\/\/ or https:\/\/ address.*got ".*correct it, or unset it for https:\/\/api\.trakt\.tv$/,
    );
    expect(faults['TRAKT_API_URL']).not.toContain('pw12345');
  });

  it('refreshes the id map from what is named, else from the official address, and never in a test', () => {
    const idMapOf = (env: Record<string, string>) => load(env).idMap;
    expect(idMapOf({})).toEqual({
      source: undefined,
      refresh: {
        bangumiData: {
          kind: 'url',
          url: 'https://raw.githubusercontent.com/bangumi-data/bangumi-data/master/dist/data.json',
        },
      },
    });
    expect(idMapOf({ WATCHFLOW_PROFILE: 'test' })).toEqual({ refresh: {} });
    expect(idMapOf({ BANGUMI_DATA_URL: 'packaged' })).toEqual({ refresh: {} });
    const file = { kind: 'file', path: '/srv/watchflow/mine.json' };
    expect(idMapOf({ BANGUMI_DATA_URL: 'mine.json', ANIME_LISTS_URL: 'mine.json' })).toEqual({
      source: file,
      refresh: { bangumiData: file, animeLists: file },
    });
  });

  it('tells an address from a file for BANGUMI_DATA_URL', () => {
    const sourceOf = (text: string) => load({ BANGUMI_DATA_URL: text }).idMap.source;
    expect(sourceOf('https://x.example/data.json?v=1')).toEqual({
      kind: 'url',
      url: 'https://x.example/data.json?v=1',
    });
    expect(sourceOf('data/map.json')).toEqual({
      kind: 'file',
      path: '/srv/watchflow/data/map.json',
    });
    expect(Object.keys(faultsOf(() => sourceOf('s3://bucket/data')))).toEqual(['BANGUMI_DATA_URL']);
  });

  it('refuses to forget what it will need again, and says all of it at once', () => {
    const env = {
      AUDIT_RETENTION_DAYS: '29',
      JOB_LOG_RETENTION_DAYS: '6',
      REMINDER_RETENTION_DAYS: '0',
      NOTIFICATION_RETENTION_DAYS: '89',
      TRANSLATION_RETENTION_DAYS: 'never',
      KEY_USAGE_RETENTION_DAYS: '91',
      SCHEDULE_RETENTION_DAYS: '29',
      PLAN_RETENTION_DAYS: '6',
      LIST_RETENTION_DAYS: '29.5',
    };
    const faults = faultsOf(() => load(env));
    expect(Object.keys(faults)).toEqual(Object.keys(env));
    expect(faults['REMINDER_RETENTION_DAYS']).toContain('a whole number from 60');
    expect(load({}).retention).toEqual({
      ...{ auditDays: 183, jobLogDays: 30, healthDays: 30, reminderDays: 90 },
      ...{ notificationDays: undefined, translationDays: undefined, usageDays: undefined },
      ...{ scheduleDays: undefined, planDays: undefined, listDays: undefined },
    });
  });

  it('reports every fault at once, those of the file by pointer', () => {
    const files = {
      'my.yaml': 'http:\n  port: many\n  prot: 1\nlogs: {}\ndatabase: 5\nlimits:\n  enabled: [1]\n',
    };
    const faults = faultsOf(() =>
      load(
        {
          WATCHFLOW_CONFIG: 'my.yaml',
          SYNC_DEFAULT_CRON: '0 0 31 2 *',
          SYNC_TIME_ZONE: 'Mars/Base',
          LOG_LEVEL: 'loud',
        },
        files,
      ),
    );
    expect(faults).toEqual({
      '/http/port':
        'expected a whole number from 0 to 65535, got "many"; correct it, or unset it for 7080',
      '/http/prot': 'is not known; did you mean /http/port?',
      '/logs': expect.stringMatching(/^is not known/),
      '/database': 'expected a mapping of settings',
      '/limits/enabled': 'expected one value, got a list, a mapping or an alias',
      SYNC_DEFAULT_CRON: expect.stringContaining('never fires'),
      SYNC_TIME_ZONE: expect.stringContaining('"Mars/Base"'),
      LOG_LEVEL:
        'expected one of debug, info, warn, error, silent, got "loud"; correct it, or unset it for info',
    });
  });

  it('takes 0 for a free port of the API, and refuses it where leaving it out says so', () => {
    expect(load({ PORT: '0' }).http.port).toBe(0);
    const faults = faultsOf(() => load({ TEMPORAL_PORT: '0', TEMPORAL_UI_PORT: '0' }));
    const said =
      'expected a whole number from 1 to 65535, got "0"; correct it, or unset it for a free one';
    expect(faults).toEqual({ TEMPORAL_PORT: said, TEMPORAL_UI_PORT: said });
  });

  it('asks what was meant by an unknown variable of its own, and leaves those of others alone', () => {
    const faults = faultsOf(() =>
      load({
        TRAKT_CLIENTID: 'x',
        SYNC_ENABLE: '1',
        TRAKT_API_URL_FILE: '/x',
        TEMPORAL_TLS_SERVER_NAME: 'x',
        PATH: '/bin',
        FOO: '1',
      }),
    );
    expect(faults).toEqual({
      TRAKT_CLIENTID: 'is not known; did you mean TRAKT_CLIENT_ID?',
      SYNC_ENABLE: 'is not known; did you mean SYNC_ENABLED?',
      TRAKT_API_URL_FILE:
        'is not known: only secrets are read from a file; set TRAKT_API_URL itself',
    });
  });

  it('says where a file is not YAML without quoting it', () => {
    const faults = faultsOf(() =>
      load({}, { 'watchflow.yaml': 'trakt:\n  accessToken: "tok-planted\n bad: [' }),
    );
    expect(Object.keys(faults)[0]).toMatch(/^watchflow\.yaml:\d+:\d+$/);
    expect(JSON.stringify(faults)).not.toContain('planted');
  });

  it('wants the file that was named, not the one that may be there', () => {
    expect(faultsOf(() => load({ WATCHFLOW_CONFIG: 'gone.yaml' }))).toEqual({
      WATCHFLOW_CONFIG: 'expected a readable YAML file, got gone.yaml (ENOENT); correct the path',
    });
  });

  it('hands TEMPORAL_* on to the SDK and knows when a Temporal is given', () => {
    const config = load(
      { TEMPORAL_ADDRESS: 'temporal:7233', TEMPORAL_TLS: 'true' },
      { 'watchflow.yaml': 'temporal: { namespace: mine }' },
    );
    expect(config.temporal).toMatchObject({
      external: true,
      address: 'temporal:7233',
      env: { TEMPORAL_ADDRESS: 'temporal:7233', TEMPORAL_TLS: 'true', TEMPORAL_NAMESPACE: 'mine' },
    });
  });
});
