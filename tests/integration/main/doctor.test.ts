import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lockDataDir } from '../../../src/runtime/index.js';
import {
  startBangumiSimulator,
  startTraktSimulator,
  type BangumiSimulator,
  type TraktSimulator,
} from '../../../src/simulators/index.js';
import { aKey } from '../../support/config.js';
import { aBackupOf } from '../../support/backup/a-backup-of.js';
import { createPatient, type Patient } from '../../support/examine-at.js';
import { answer, html, json, startRawServer, type RawServer } from '../../support/raw-server.js';
import { sharedTemporal } from '../../support/shared-temporal.js';
import { withDatabase } from '../../support/with-database.js';
import { tinyWorld } from '../simulators/tiny-world.js';

let patient: Patient;
let trakt: TraktSimulator;
let bangumi: BangumiSimulator;
let raw: RawServer | undefined;

const connected = () => ({
  TRAKT_API_URL: trakt.url,
  TRAKT_CLIENT_ID: 'the-client',
  TRAKT_ACCESS_TOKEN: 'trakt-token',
  BANGUMI_API_URL: `${bangumi.url}/`,
  BANGUMI_ACCESS_TOKEN: 'bangumi-token',
  USER_AGENT_CONTACT: 'ann@example.org',
});

beforeEach(async () => {
  patient = await createPatient();
  trakt = await startTraktSimulator({ scenario: tinyWorld, prefix: '/trakt' });
  bangumi = await startBangumiSimulator({ scenario: tinyWorld });
  raw = undefined;
});

afterEach(async () => {
  await Promise.all([trakt.stop(), bangumi.stop(), raw?.close(), patient.remove()]);
});

const statuses = (checks: readonly { readonly name: string; readonly status: string }[]) =>
  Object.fromEntries(checks.map(({ name, status }) => [name, status]));

describe('doctor on a whole installation', () => {
  const database = withDatabase();

  it('finds nothing wrong, writes nothing and asks each service at most twice', async () => {
    const { report, of } = await patient.examine({
      ...connected(),
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: (await sharedTemporal()).address,
      WATCHFLOW_KEYS: `k1:${aKey}`,
      ...(await aBackupOf(patient)),
    });
    const { temporal, ...others } = statuses(report.checks);
    expect(new Set(Object.values(others))).toEqual(new Set(['ok']));
    // Whether our search attributes are there depends on what ran on the shared server before.
    expect(['ok', 'warning']).toContain(temporal);
    expect(report.healthy).toBe(true);
    expect(of('temporal').found).toMatch(/^Temporal \d+\.\d+.* namespace default/);
    expect(of('database').found).toMatch(/^PostgreSQL 18, UTF8, up to date$/);
    expect(of('trakt-account').found).toBe('signed in as ann (VIP)');
    expect(of('bangumi-account').found).toContain('signed in as ann');
    expect(of('trakt-app').advice).toContain('permits');
    expect(of('trakt-app').advice).toContain('support@trakt.tv');
    expect(trakt.counts()).toEqual({ 'GET /users/settings': 2 });
    expect(Object.values(bangumi.counts())).toEqual([1, 1]);
    expect(bangumi.writes()).toEqual([]);
    await expect(stat(patient.dataDir)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('says what is missing where nothing is configured, and calls none of it a fault', async () => {
    const { TRAKT_API_URL, BANGUMI_API_URL } = connected();
    const { report, of } = await patient.examine({ TRAKT_API_URL, BANGUMI_API_URL });
    expect(report.healthy).toBe(true);
    expect(of('trakt-address').status).toBe('ok');
    expect(of('trakt-app').status).toBe('skipped');
    expect(of('trakt-app').advice).toContain('2026-07-31');
    expect(of('trakt-account').advice).toContain('https://trakt.tv/oauth/applications');
    expect(of('bangumi-account').advice).toContain('https://next.bgm.tv/demo/access-token');
    expect(of('temporal').found).toContain('embedded server');
    expect(of('database').found).toContain('embedded PostgreSQL 18');
    expect(of('user-agent').advice).toContain('USER_AGENT_CONTACT');
  });

  it('lists every fault of the configuration and still checks the rest', async () => {
    const { report, of } = await patient.examine({
      ...connected(),
      PORT: 'many',
      TRAKT_API_ULR: 'http://x',
      DATABASE_URL: 'mysql://planted-user@host/db',
    });
    expect(report.healthy).toBe(false);
    expect(of('configuration').found.split('\n')).toHaveLength(3);
    expect(of('configuration').found).toContain('did you mean TRAKT_API_URL?');
    expect(statuses([of('ports'), of('database')])).toEqual({
      ports: 'skipped',
      database: 'skipped',
    });
    expect(of('trakt-account').status).toBe('ok');
  });
});

describe('doctor on addresses', () => {
  it('tells a closed port, a service without TLS and the wrong service apart', async () => {
    const closed = await patient.examine({});
    expect(closed.of('trakt-address').found).toContain('nothing listens at 127.0.0.1:1');
    expect(closed.of('clock').status).toBe('skipped');

    const clear = trakt.url.replace('http:', 'https:');
    const swapped = await patient.examine({ TRAKT_API_URL: clear, BANGUMI_API_URL: trakt.url });
    expect(swapped.of('trakt-address').found).toContain('TLS');
    expect(swapped.of('trakt-address').advice).toContain('http://');
    expect(swapped.of('bangumi-address').status).toBe('fault');

    const other = await patient.examine({ TRAKT_API_URL: bangumi.url });
    expect(other.of('trakt-address').found).toContain('not as Trakt does');
  });

  it('takes neither a page nor a wrong path for the service', async () => {
    raw = await startRawServer(() => html(200));
    const page = await patient.examine({ TRAKT_API_URL: raw.url, BANGUMI_API_URL: raw.url });
    expect(page.of('trakt-address').status).toBe('fault');
    expect(page.of('bangumi-address').status).toBe('fault');
    const path_ = await patient.examine({ BANGUMI_API_URL: `${bangumi.url}/v0` });
    expect(path_.of('bangumi-address').advice).toContain('without /v0');
  });

  it('ends although a service never answers', async () => {
    raw = await startRawServer(() => ({ kind: 'hang' }));
    const env = { TRAKT_API_URL: raw.url, UPSTREAM_TIMEOUT_MS: '60000' };
    const { of } = await patient.examine(env, { deadlineMs: 300 });
    expect(of('trakt-address').found).toContain('no result within 0.3 s');
    expect(of('node').status).toBe('ok');
  });

  it('reads the id map that is named, behind redirects too', async () => {
    const data = {
      items: [
        {
          title: 'A',
          sites: [
            { site: 'tmdb', id: 'tv/1' },
            { site: 'bangumi', id: '2' },
          ],
        },
      ],
    };
    raw = await startRawServer(({ url }) =>
      url === '/data.json' ? answer(302, '', { location: '/moved.json' }) : json(data),
    );
    const good = await patient.examine({ BANGUMI_DATA_URL: `${raw.url}/data.json` });
    expect(good.of('id-map').found).toContain('1 titles');
    const file = path.join(patient.dataDir, '..', 'map.json');
    await writeFile(file, '{"items": [}');
    const torn = await patient.examine({ BANGUMI_DATA_URL: file });
    expect(torn.of('id-map').found).toContain('not JSON');
    const gone = await patient.examine({ BANGUMI_DATA_URL: `${file}.gone` });
    expect(gone.of('id-map').found).toContain('ENOENT');
  });

  it('knows a Temporal that does not answer', async () => {
    const { of } = await patient.examine({ TEMPORAL_ADDRESS: '127.0.0.1:1' });
    expect(of('temporal').status).toBe('fault');
    expect(of('temporal').advice).toContain('TEMPORAL_ADDRESS');
  });
});

describe('doctor on credentials', () => {
  it('names a revoked token and how to get another', async () => {
    trakt.revokeToken('trakt-token');
    bangumi.revokeToken('bangumi-token');
    const { report, of } = await patient.examine(connected());
    expect(of('trakt-account').found).toContain('unauthorized');
    expect(of('bangumi-account').advice).toContain('https://next.bgm.tv/demo/access-token');
    expect(of('trakt-app').status).toBe('ok');
    expect(report.healthy).toBe(false);
  });

  it('recognises a blocked app by its bare 403', async () => {
    trakt.faults.add({
      fault: {
        kind: 'status',
        status: 403,
        body: 'Forbidden',
        headers: { 'content-type': 'text/plain' },
      },
    });
    const { of } = await patient.examine(connected());
    expect(of('trakt-app').status).toBe('fault');
    expect(of('trakt-app').advice).toContain('active Trakt VIP');
    expect(of('trakt-account').found).toContain('app-blocked');
    expect(of('trakt-address').status).toBe('ok');
  });

  it('tells the firewall of Trakt from Trakt', async () => {
    raw = await startRawServer(() => html(403));
    const { of } = await patient.examine({ ...connected(), TRAKT_API_URL: raw.url });
    expect(of('trakt-address').found).toContain('firewall');
    expect(of('trakt-app').status).toBe('skipped');
  });

  it('warns when the account that may own the app has no VIP', async () => {
    await trakt.stop();
    const [user] = tinyWorld.trakt.users ?? [];
    const users = user === undefined ? [] : [{ ...user, vip: false }];
    const scenario = { ...tinyWorld, trakt: { ...tinyWorld.trakt, users } };
    trakt = await startTraktSimulator({ scenario });
    const { of } = await patient.examine(connected());
    expect(of('trakt-app').status).toBe('warning');
  });

  it('shows no secret, whatever the services echo', async () => {
    const planted = 'planted-secret';
    raw = await startRawServer(({ headers }) =>
      json(
        {
          error: 'invalid_client',
          title: 'Unauthorized',
          description: `${String(headers.authorization)} ${String(headers['trakt-api-key'])}`,
          error_description: `${String(headers.authorization)} ${String(headers['trakt-api-key'])}`,
        },
        {},
        401,
      ),
    );
    const { report } = await patient.examine({
      TRAKT_API_URL: raw.url,
      TRAKT_CLIENT_ID: `${planted}-1`,
      TRAKT_CLIENT_SECRET: `${planted}-2`,
      TRAKT_ACCESS_TOKEN: `${planted}-3`,
      TRAKT_REFRESH_TOKEN: `${planted}-4 with a space`,
      BANGUMI_API_URL: raw.url,
      BANGUMI_ACCESS_TOKEN: `${planted}-5`,
      DATABASE_URL: `postgresql://${planted}-6:${planted}-7@127.0.0.1:1/db`,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      TEMPORAL_API_KEY: `${planted}-8`,
      WATCHFLOW_KEYS: `k1:${planted}-9`,
      BANGUMI_DATA_URL: `${raw.url}/map?token=${planted}-10`,
    });
    expect(raw.seen.length).toBeGreaterThan(3);
    expect(report.counts.fault).toBeGreaterThan(4);
    expect(JSON.stringify(report)).not.toContain('planted');
  });
});

describe('doctor on the machine', () => {
  it('warns of a clock that is two minutes ahead, and not of one half a minute behind', async () => {
    const off = (seconds: number) => ({
      clock: { now: () => new Date(Date.now() + seconds * 1_000) },
    });
    const ahead = await patient.examine(connected(), off(120));
    expect(ahead.of('clock').status).toBe('warning');
    expect(ahead.of('clock').found).toMatch(/1(19|20|21) s ahead/);
    const behind = await patient.examine(connected(), off(-30));
    expect(behind.of('clock').status).toBe('ok');
  });

  it('says which process uses the data folder, and forgives it its port', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const PORT = String(typeof address === 'object' ? address?.port : 0);
    const taken = await patient.examine({ PORT });
    expect(taken.of('ports').found).toContain('EADDRINUSE');
    const lock = await lockDataDir(patient.dataDir);
    const ours = await patient.examine({ PORT });
    expect(ours.of('data-folder').found).toContain(`process ${process.pid}`);
    expect(ours.of('ports').status).toBe('ok');
    await lock.release();
    server.close();
  });

  it('refuses a data folder that is a file, and two ports that are one', async () => {
    await writeFile(patient.dataDir, '');
    const env = { PORT: '7999', TEMPORAL_UI_PORT: '7999' };
    const { of } = await patient.examine(env);
    expect(of('data-folder').found).toContain('is a file');
    expect(of('ports').found).toContain('given twice');
  });

  it('warns of a key ring others can read, and makes none', async () => {
    await mkdir(patient.dataDir);
    const none = await patient.examine({});
    expect(none.of('key-ring').status).toBe('ok');
    expect(await readdir(patient.dataDir)).toEqual([]);

    const file = path.join(patient.dataDir, 'keys');
    await writeFile(file, `k1:${aKey}`, { mode: 0o600 });
    const stored = await patient.examine({});
    expect(stored.of('key-ring').found).toContain('newest k1');
    await chmod(file, 0o644);
    const open = await patient.examine({});
    expect(open.of('key-ring').advice).toBe(`chmod 600 ${file}`);
    await writeFile(file, 'torn');
    const damaged = await patient.examine({});
    expect(damaged.of('key-ring').status).toBe('fault');
  });
});
