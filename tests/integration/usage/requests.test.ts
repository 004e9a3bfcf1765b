import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { usageSchema } from '../../../src/api/contract/usage.js';
import {
  createRequestMeter,
  type CountStore,
  type RequestMeter,
} from '../../../src/areas/usage/index.js';
import { createCountStore } from '../../../src/areas/usage/requests/count-store.js';
import { withAccountsApi } from '../api/with-accounts.js';
import { collectLog } from '../../support/collect-log.js';
import { eventually } from '../../support/eventually.js';

const hour = 3_600_000;
const world = withAccountsApi({}, { keyLimits: { minute: 600, day: 50 }, userLimits: { day: 60 } });
const limitsOf = async (key: string, id: string, limits: object) =>
  world().by(key)('patch', `/api/v1/api-keys/${id}`, { limits });
const ask = async (key: string) => world().by(key)('get', '/api/v1/me');

describe('limits of an API key', () => {
  it('of a day end in 429 until the next one begins, and its owner is told once', async () => {
    const { key, keyId, id } = await world().someone('Ren');
    expect((await limitsOf(key, keyId, { per_day: 4 })).data).toMatchObject({
      limits: { per_minute: null, per_day: 4, per_month: null },
    });
    const answers = [];
    for (let time = 0; time < 5; time += 1) answers.push(await ask(key));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
    expect([answers[4]?.headers['retry-after'], answers[4]?.data]).toEqual([
      String(12 * 3_600),
      expect.objectContaining({ code: 'quota-exceeded' }),
    ]);
    const told = await eventually(async () => {
      const rows = await world().db.notification.findMany({ where: { userId: id } });
      return rows.length === 0 ? undefined : rows;
    }, 'the notice');
    expect(told).toMatchObject([
      { event: 'api-key.limit-reached', data: { keyId, period: 'day', limit: 4, of: 'key' } },
    ]);
    world().pass(12 * hour);
    expect((await ask(key)).status).toBe(200);
    expect(await world().db.notification.count({ where: { userId: id } })).toBe(1);
  });

  it('of a minute end in 429 with the seconds that are left of it', async () => {
    const { key, keyId } = await world().someone('Rin');
    await limitsOf(key, keyId, { per_minute: 2 });
    world().pass(20_000);
    await ask(key);
    const refused = await ask(key).then(() => ask(key));
    expect([refused.status, refused.data]).toMatchObject([429, { code: 'rate-limited' }]);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    world().pass(60_000);
    expect((await ask(key)).status).toBe(200);
  });

  it('hold for all keys of a person together', async () => {
    const { key, id } = await world().someone('Sol');
    const other = await world().accounts.keys.create(id, { name: 'other', scopes: ['*'] });
    for (let time = 0; time < 30; time += 1) await Promise.all([ask(key), ask(other.key)]);
    const refused = await ask(key);
    expect(refused.data).toMatchObject({
      code: 'quota-exceeded',
      detail: expect.stringContaining('All your keys'),
    });
  });

  it('may be set up to what all keys may, and beyond that by administrators', async () => {
    const { key, keyId } = await world().someone('Tam');
    const refused = await limitsOf(key, keyId, { per_day: 51 });
    expect([refused.status, refused.data]).toMatchObject([
      400,
      { errors: [{ in: 'body', pointer: '/limits/per_day' }] },
    ]);
    expect((await limitsOf(world().adminKey, keyId, { per_day: 5_000 })).status).toBe(200);
    expect((await limitsOf(key, keyId, { per_month: 7 })).data).toMatchObject({
      limits: { per_day: 5_000, per_month: 7 },
    });
    const stranger = await world().someone('Uma');
    expect((await limitsOf(stranger.key, keyId, { per_day: 1 })).status).toBe(404);
    const made = await world().by(key)('post', '/api/v1/api-keys', {
      name: 'few',
      scopes: ['usage:read'],
      limits: { per_day: 9 },
    });
    expect(made.data).toMatchObject({ limits: { per_day: 9, per_month: null } });
  });
});

describe('counting in several processes', () => {
  const request = (keyId: string, userId: string) =>
    ({ keyId, userId, limits: { day: 10 }, ofAllKeys: {}, perMinute: 600, kind: 'usual' }) as const;
  const person = { keyId: '', id: '' };
  beforeAll(async () => {
    await world()
      .someone('Vic')
      .then(({ keyId, id }) => Object.assign(person, { keyId, id }));
  });
  let calls = 0;
  let down = false;
  beforeEach(() => {
    calls = 0;
    down = false;
  });

  /** As another process has it; hands over when it is told to. */
  const meterOf = (everyMs = 3_600_000): RequestMeter => {
    const store = createCountStore({ db: world().db });
    const counting: CountStore = {
      load: (subjects) => {
        calls += 1;
        return store.load(subjects);
      },
      add: (counts, hours) => {
        calls += 1;
        return down ? Promise.reject(new Error('the database is away')) : store.add(counts, hours);
      },
    };
    return createRequestMeter({
      store: counting,
      clock: world().clock,
      log: collectLog().log,
      keyLimits: {},
      userLimits: {},
      everyMs,
      onRefused: () => undefined,
    });
  };
  const admitted = async (meter: RequestMeter, times: number) => {
    let count = 0;
    for (let time = 0; time < times; time += 1)
      if ((await meter.admit(request(person.keyId, person.id))) === undefined) count += 1;
    return count;
  };
  const inHours = async () =>
    Number(
      (
        await world().db.keyUsage.aggregate({
          where: { source: 'watchflow', keyId: person.keyId },
          _sum: { requests: true },
        })
      )._sum.requests ?? 0n,
    );

  it('lets through no more than what the others let through since they last told', async () => {
    const [one, other] = [meterOf(), meterOf()];
    expect([await admitted(one, 4), await admitted(other, 4)]).toEqual([4, 4]);
    for (const meter of [one, other]) await meter.flush();
    await admitted(one, 1);
    await one.flush();
    expect([await admitted(one, 5), await admitted(other, 5)]).toEqual([1, 2]);
    await Promise.all([one.flush(), other.flush()]);
    expect([await admitted(one, 3), await admitted(other, 3)]).toEqual([0, 0]);
    expect(await inHours()).toBe(12);
  });

  it('asks the database once for a key that is new, and never for a request', async () => {
    const meter = meterOf();
    world().pass(24 * hour);
    expect(await admitted(meter, 10)).toBe(10);
    expect(calls).toBe(1);
    await meter.flush();
    expect(calls).toBe(2);
  });

  it('counts what did not get through again, once; and a process that dies takes along what it had not told', async () => {
    const [meter, killed] = [meterOf(), meterOf()];
    const before = await inHours();
    world().pass(24 * hour);
    await admitted(meter, 3);
    down = true;
    await meter.flush();
    await admitted(meter, 2);
    down = false;
    await admitted(killed, 2);
    await meter.flush();
    await meter.flush();
    expect((await inHours()) - before).toBe(5);
    expect(await admitted(meterOf(), 10)).toBe(5);
  });

  it('tells by itself a moment later', async () => {
    const meter = meterOf(10);
    const before = await inHours();
    world().pass(24 * hour);
    await admitted(meter, 2);
    const told = async () => ((await inHours()) === before + 2 ? true : undefined);
    expect(await eventually(told, 'the count')).toBe(true);
    await meter.close();
  });
});

describe('what keys used', () => {
  const usage = async (key: string, path: string) =>
    usageSchema.parse((await world().by(key)('get', path)).data);

  it('is shown to whom the key belongs, by hour or by day of a zone, and to administrators', async () => {
    const { key, keyId } = await world().someone('Wei');
    world().pass(24 * hour - (world().clock.now().getTime() % (24 * hour)) + 15.5 * hour);
    for (let time = 0; time < 3; time += 1) await ask(key);
    world().pass(hour);
    await ask(key);
    const path = `/api/v1/api-keys/${keyId}/usage`;
    const hours = await usage(key, path);
    expect(hours.series).toMatchObject([
      { source: 'watchflow', key_id: keyId, name: 'theirs', model: null, totals: { requests: 5 } },
    ]);
    expect(hours.series[0]?.points.map(({ requests }) => requests)).toEqual([3, 2]);
    const days = async (zone: string) =>
      (await usage(key, `/api/v1/usage?bucket=day&time_zone=${zone}`)).series[0]?.points.map(
        ({ at, requests }) => [at.slice(11, 16), requests],
      );
    expect((await days('Asia/Shanghai'))?.[0]).toEqual(['16:00', 3]);
    expect((await days('UTC'))?.length).toBe(1);
    const stranger = await world().someone('Xia');
    expect((await world().by(stranger.key)('get', path)).status).toBe(404);
    expect((await world().by(stranger.key)('get', '/api/v1/usage?whose=all')).status).toBe(403);
    expect((await usage(world().adminKey, path)).series).toHaveLength(1);
    const all = await usage(world().adminKey, '/api/v1/usage?whose=all');
    expect(all.series.map(({ key_id: id }) => id)).toContain(keyId);
    expect(all.stale_since).toBeNull();
  });

  it.each([
    ['from=2026-11-23T00:00:00Z&to=2026-11-22T00:00:00Z', '/from'],
    ['time_zone=Mars/Base', '/time_zone'],
    ['bucket=week', '/bucket'],
    ['whose=mine', '/whose'],
  ])('is refused for %s', async (query, pointer) => {
    const answer = await world().by(world().adminKey)('get', `/api/v1/usage?${query}`);
    expect([answer.status, answer.data]).toMatchObject([400, { errors: [{ pointer }] }]);
  });

  it('comes as a table, however long, in which no cell is a formula', async () => {
    const { key, keyId } = await world().someone('Yan');
    await world().by(key)('patch', `/api/v1/api-keys/${keyId}`, { name: '=HYPERLINK("http://x")' });
    const at = world().clock.now().getTime();
    await world().db.keyUsage.createMany({
      data: Array.from({ length: 2_500 }, (_, index) => ({
        ...{ source: 'watchflow', keyId, model: '' },
        hour: new Date(Math.floor(at / hour) * hour - (index + 1) * hour),
        requests: 1n,
      })),
    });
    const csv = async (path: string, headers = {}) => {
      const answer = await world().by(key)('get', path, undefined, headers);
      expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
      return parse<Record<string, string>>(String(answer.data), { columns: true, bom: true });
    };
    const rows = await csv('/api/v1/usage?format=csv&from=2020-01-01T00:00:00Z');
    expect(rows.length).toBeGreaterThanOrEqual(2_500);
    expect(new Set(rows.map((row) => row['hour'])).size).toBe(rows.length);
    expect(rows[0]).toMatchObject({
      key_id: keyId,
      key_name: `'=HYPERLINK("http://x")`,
      source: 'watchflow',
      requests: '1',
    });
    const keys = await csv('/api/v1/api-keys', { accept: 'text/csv' });
    expect(keys).toMatchObject([{ id: keyId, name: `'=HYPERLINK("http://x")`, user_name: 'Yan' }]);
    expect(JSON.stringify(keys)).not.toContain(key);
    const all = await world().by(world().adminKey)('get', '/api/v1/api-keys?format=csv&whose=all');
    expect(String(all.data).split('\r\n').length).toBeGreaterThan(5);
  });
});
