import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openCaches, type OpenCaches } from '../../../src/platform/cache/index.js';
import { asking, startAccountsApi, withAccountsApi } from '../api/with-accounts.js';
import { collectLog } from '../../support/collect-log.js';
import { eventually } from '../../support/eventually.js';

const world = withAccountsApi({}, { keyLimits: { minute: 600, day: 50 }, userLimits: { day: 60 } });
const users = '/api/v1/users';
const asAdmin = (method: string, url: string, data?: unknown) =>
  world().by(world().adminKey)(method, url, data);
const allow = (id: string, limits: object) => asAdmin('patch', `${users}/${id}`, { limits });
const none = { per_minute: null, per_day: null, per_month: null };

/** Each that was asked, whether it was let through. */
async function statusesOf(times: number, ask: () => Promise<{ status: number }>) {
  const statuses: number[] = [];
  for (let time = 0; time < times; time += 1) statuses.push((await ask()).status);
  return statuses;
}

const toldOf = async (userId: string) =>
  world().db.notification.findMany({ where: { userId, event: 'api-key.limit-reached' } });

describe('the limits of a person', () => {
  it('hold for all their keys together, until the next period; they are told once', async () => {
    const { id, key } = await world().someone('Ari');
    const other = await world().accounts.keys.create(id, { name: 'other', scopes: ['*'] });
    expect((await allow(id, { per_day: 5 })).data).toMatchObject({
      limits: { ...none, per_day: 5 },
    });
    const turns = [key, other.key, key, other.key, key];
    expect(await statusesOf(5, () => world().by(turns.pop() ?? key)('get', '/api/v1/me'))).toEqual([
      200, 200, 200, 200, 200,
    ]);
    const refused = await world().by(other.key)('get', '/api/v1/me');
    expect([refused.status, refused.headers['retry-after'], refused.data]).toEqual([
      429,
      String(12 * 3_600),
      expect.objectContaining({
        code: 'quota-exceeded',
        detail: expect.stringContaining('All your keys together may make 5 requests in a day'),
      }),
    ]);
    await world().by(key)('get', '/api/v1/me');
    const told = async () => ((await toldOf(id)).length === 0 ? undefined : toldOf(id));
    expect(await eventually(told, 'the notice')).toMatchObject([
      { data: { of: 'user', period: 'day', limit: 5 } },
    ]);
    world().pass(12 * 3_600_000);
    expect((await world().by(key)('get', '/api/v1/me')).status).toBe(200);
    expect(await toldOf(id)).toHaveLength(1);
  });

  it('go before what is configured for everybody, above and below, and back to it', async () => {
    const { id, key } = await world().someone('Bo');
    await world().db.apiKey.updateMany({ where: { userId: id }, data: { perDay: 1_000 } });
    await allow(id, { per_day: 70 });
    const ask = () => world().by(key)('get', '/api/v1/me');
    expect((await statusesOf(71, ask)).filter((status) => status === 200)).toHaveLength(70);
    await allow(id, { per_day: null });
    const refused = await ask();
    expect([refused.status, refused.data]).toMatchObject([
      429,
      { detail: expect.stringContaining('60 requests in a day') },
    ]);
  });

  it('of a minute and of a month end as those of a key do', async () => {
    const { id, key } = await world().someone('Cy');
    await allow(id, { per_minute: 1 });
    const ask = () => world().by(key)('get', '/api/v1/me');
    await ask();
    const tooFast = await ask();
    expect(tooFast.data).toMatchObject({ code: 'rate-limited' });
    expect(Number(tooFast.headers['retry-after'])).toBeLessThanOrEqual(60);
    await allow(id, { per_minute: null, per_month: 2 });
    expect(await statusesOf(2, ask)).toEqual([200, 429]);
    expect((await ask()).headers['retry-after']).toBe(String(8 * 86_400));
  });

  it('are given with the account, shown to the person, and set by nobody but administrators', async () => {
    const made = await asAdmin('post', users, { name: 'Di', limits: { per_month: 900 } });
    expect([made.status, made.data]).toMatchObject([201, { limits: { ...none, per_month: 900 } }]);
    const { id, key } = await world().someone('Ed');
    await allow(id, { per_day: 40 });
    const me = await world().by(key)('get', '/api/v1/me');
    expect(me.data).toMatchObject({ user: { id, limits: { ...none, per_day: 40 } } });
    const own = await world().by(key)('patch', `${users}/${id}`, { limits: { per_day: 41 } });
    expect([own.status, own.data]).toMatchObject([403, { code: 'missing-scope' }]);
    const stranger = await world().someone('Fe');
    const refused = await world().by(stranger.key)('patch', `${users}/${id}`, { limits: none });
    expect(refused.status).toBe(404);
    expect((await world().db.user.findUniqueOrThrow({ where: { id } })).perDay).toBe(40);
  });

  it.each([
    [{ per_day: 0 }, '/limits/per_day'],
    [{ per_minute: -1 }, '/limits/per_minute'],
    [{ per_minute: 1_000_001 }, '/limits/per_minute'],
    [{ per_month: 2_147_483_648 }, '/limits/per_month'],
    [{ per_month: 1.5 }, '/limits/per_month'],
    [{ per_day: '5' }, '/limits/per_day'],
    [null, '/limits'],
  ])('are refused as %j', async (limits, pointer) => {
    const { id } = await world().someone(`Gil ${pointer} ${JSON.stringify(limits)}`);
    for (const answer of [
      await asAdmin('patch', `${users}/${id}`, { limits }),
      await asAdmin('post', users, { name: 'nobody', limits }),
    ])
      expect([answer.status, answer.data]).toMatchObject([400, { errors: [{ pointer }] }]);
  });

  it('are on record with what they were', async () => {
    const { id } = await world().someone('Hal');
    await allow(id, { per_day: 5, per_month: 9 });
    await allow(id, { per_day: null });
    const [, changed] = await world().db.auditLog.findMany({
      where: { action: 'user.changed', targetId: id },
      orderBy: { id: 'asc' },
    });
    expect(changed?.detail).toMatchObject({
      changed: ['limits'],
      before: { limits: { perMinute: null, perDay: 5, perMonth: 9 } },
      after: { limits: { perMinute: null, perDay: null, perMonth: 9 } },
    });
  });
});

describe('what is left of limits', () => {
  it('is shown in one shape for a key and for a person, to them and to administrators', async () => {
    const { id, key, keyId } = await world().someone('Ida');
    await allow(id, { per_month: 400 });
    await world().by(key)('patch', `/api/v1/api-keys/${keyId}`, { limits: { per_day: 20 } });
    const ofKey = await world().by(key)('get', `/api/v1/api-keys/${keyId}/limits`);
    expect(ofKey.data).toMatchObject({
      minute: { used: 2, limit: 600 },
      day: { used: 2, limit: 20 },
      month: { used: 2, limit: null },
    });
    const ofPerson = await world().by(key)('get', `${users}/${id}/limits`);
    expect(ofPerson.data).toMatchObject({
      minute: { used: 3, limit: null },
      day: { used: 3, limit: 60, resets_at: expect.stringContaining('T00:00:00.000Z') },
      month: { used: 3, limit: 400, resets_at: '2026-12-01T00:00:00.000Z' },
    });
    world().pass(24 * 3_600_000);
    const later = await asAdmin('get', `${users}/${id}/limits`);
    expect(later.data).toMatchObject({ day: { used: 0 }, month: { used: 3 } });
    const stranger = await world().someone('Jo');
    for (const url of [`/api/v1/api-keys/${keyId}/limits`, `${users}/${id}/limits`])
      expect((await world().by(stranger.key)('get', url)).status).toBe(404);
  });
});

describe('limits in two processes', () => {
  const opened: OpenCaches[] = [];
  const running: Awaited<ReturnType<typeof startAccountsApi>>[] = [];

  /** Hears of changes from the database alone, on a clock that does not move: what it remembers does not grow old. */
  const aProcess = async () => {
    const { clock, databaseUrl: url, db } = world();
    const { log } = collectLog();
    const shared = undefined;
    const caches = openCaches({ ...{ url, log, clock, shared }, everyMs: 100, onRead: () => 0 });
    opened.push(caches);
    const made = await startAccountsApi({ db, clock, caches });
    running.push(made);
    return made;
  };
  let one: Awaited<ReturnType<typeof aProcess>>;
  let other: Awaited<ReturnType<typeof aProcess>>;
  beforeAll(async () => {
    [one, other] = [await aProcess(), await aProcess()];
  });
  afterAll(async () => {
    for (const { api, usage } of running) {
      await api.stop();
      await usage.meter.close();
    }
    for (const caches of opened) await caches.close();
  });

  const becomes = (key: string, status: number) =>
    eventually(
      async () =>
        (await asking(other.http, key)('get', '/api/v1/me')).status === status || undefined,
      `an answer of ${status} in the other process`,
    );

  it.each([
    ['a person', (id: string) => `${users}/${id}`],
    ['a key', (_id: string, keyId: string) => `/api/v1/api-keys/${keyId}`],
  ])('of %s hold in the other as soon as they are lowered, and raised', async (who, urlOf) => {
    const { id, key, keyId } = await world().someone(`Kim, ${who}`);
    const set = (limits: object) =>
      asking(one.http, world().adminKey)('patch', urlOf(id, keyId), { limits });
    for (let time = 0; time < 3; time += 1)
      expect((await asking(other.http, key)('get', '/api/v1/me')).status).toBe(200);
    expect((await set({ per_day: 1 })).status).toBe(200);
    await becomes(key, 429);
    expect((await set({ per_day: 500 })).status).toBe(200);
    await becomes(key, 200);
    await set({ per_day: 1 });
    await becomes(key, 429);
    expect(await toldOf(id)).toHaveLength(1);
  });

  it('count what the other let through', async () => {
    const { id, key } = await world().someone('Lu');
    await allow(id, { per_day: 6 });
    const ask = (of: typeof one) => () => asking(of.http, key)('get', '/api/v1/me');
    expect(await statusesOf(3, ask(one))).toEqual([200, 200, 200]);
    await one.usage.meter.flush();
    expect(await statusesOf(4, ask(other))).toEqual([200, 200, 200, 429]);
  });
});
