import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { openBrowser } from './browser.js';
import { password, withAccountsApi } from './with-accounts.js';

const deleted: string[] = [];
const world = withAccountsApi({
  accountDeletion: {
    delete: async (userId) => {
      deleted.push(userId);
      return Promise.resolve('deleted');
    },
  },
});
const admin = () => world().by(world().adminKey);
const made = z.looseObject({ id: z.string() });
const madeKey = z.looseObject({ id: z.string(), key: z.string().nullable() });
const hour = 3600_000;

describe('users', () => {
  it('are made by administrators, named in any script, unique without regard to case and width', async () => {
    const answer = await admin()('post', '/api/v1/users', {
      name: 'ユーザー　Ｍei',
      locale: 'zh-CN',
    });
    expect(answer.status).toBe(201);
    expect(answer.data).toMatchObject({
      name: 'ユーザー Mei',
      role: 'member',
      set_up: false,
      setup_url: expect.stringMatching(/^http:\/\/watch\.example\/setup#[\w-]{43}$/),
    });
    expect(answer.headers['location']).toBe(`/api/v1/users/${made.parse(answer.data).id}`);
    for (const name of ['ユーザー mEI', 'ﾕｰｻﾞｰ Mei']) {
      const taken = await admin()('post', '/api/v1/users', { name });
      expect([taken.status, taken.data]).toEqual([
        409,
        expect.objectContaining({ code: 'name-taken' }),
      ]);
    }
  });

  it.each([
    [{ name: 'a\u202Eb' }, '/name'],
    [{ name: '\u200B' }, '/name'],
    [{ name: 'x'.repeat(65) }, '/name'],
    [{ name: 'ok', password: 'aaaaaaaaaaaa' }, '/password'],
    [{ name: 'Same as name', password: 'same as name' }, '/password'],
    [{ name: 'ok', role: 'root' }, '/role'],
    [{ name: 'ok', locale: 'fr' }, '/locale'],
  ])('refuses %j', async (wish, pointer) => {
    const answer = await admin()('post', '/api/v1/users', wish);
    expect([answer.status, answer.data]).toEqual([
      400,
      expect.objectContaining({ errors: [expect.objectContaining({ pointer })] }),
    ]);
  });

  it('are listed by pages, each once', async () => {
    for (const name of ['p1', 'p2', 'p3']) await world().someone(name);
    const page = z.object({ items: z.array(made), next_cursor: z.string().nullable() });
    const seen: string[] = [];
    let cursor = '';
    do {
      const { data } = await admin()('get', `/api/v1/users?limit=2${cursor}`);
      const { items, next_cursor: next } = page.parse(data);
      seen.push(...items.map(({ id }) => id));
      cursor = next === null ? '' : `&cursor=${next}`;
    } while (cursor !== '');
    expect(seen).toHaveLength(await world().db.user.count());
    expect(new Set(seen).size).toBe(seen.length);
    expect((await admin()('get', '/api/v1/users?cursor=abc')).status).toBe(400);
  });

  it.each([
    ['2026-11-22T09:00:00.000Z a\u0000b', 'NUL in it'],
    ['0000-01-01T00:00:00.000Z u_1', 'a time that is none'],
    ['2026-11-22T09:00:00.000Z', 'half of it'],
  ])('are not listed from a forged cursor (%j, %s)', async (forged) => {
    const cursor = Buffer.from(forged).toString('base64url');
    for (const path of ['/api/v1/users', '/api/v1/api-keys']) {
      const answer = await admin()('get', `${path}?cursor=${cursor}`);
      expect([answer.status, answer.data]).toEqual([
        400,
        expect.objectContaining({
          code: 'invalid-input',
          errors: [expect.objectContaining({ in: 'query', pointer: '/cursor' })],
        }),
      ]);
    }
  });

  it.each(['%00', 'u_%00b'])('are not found by %s, which is no id', async (id) => {
    for (const path of ['/api/v1/users', '/api/v1/api-keys']) {
      const answer = await admin()('get', `${path}/${id}`);
      expect([answer.status, answer.data]).toEqual([
        400,
        expect.objectContaining({
          errors: [expect.objectContaining({ in: 'path', pointer: '/id' })],
        }),
      ]);
    }
  });

  it('change their own name, language and password, and nothing an administrator decides', async () => {
    const { id, name } = await world().someone('Ria');
    const browser = openBrowser(world().api.url);
    const elsewhere = openBrowser(world().api.url);
    await browser.signIn(name, password);
    await elsewhere.signIn(name, password);
    const patch = (data: object) => browser.call('patch', `/api/v1/users/${id}`, { data });
    expect((await patch({ name: 'Ria 2', locale: 'zh-CN' })).data).toMatchObject({
      name: 'Ria 2',
      locale: 'zh-CN',
    });
    for (const data of [{ role: 'admin' }, { disabled: true }])
      expect((await patch(data)).data).toMatchObject({ code: 'missing-scope' });
    const next = 'another good password';
    for (const data of [{ password: next }, { password: next, current_password: 'wrong' }])
      expect((await patch(data)).data).toMatchObject({ code: 'wrong-password' });
    expect((await patch({ password: next, current_password: password })).status).toBe(200);
    expect((await browser.call('get', '/api/v1/me')).status).toBe(200);
    expect((await elsewhere.call('get', '/api/v1/me')).status).toBe(401);
    expect((await elsewhere.signIn('ria 2', password)).status).toBe(401);
    expect((await elsewhere.signIn('ria 2', next)).status).toBe(201);
  });

  it('who are disabled get in by nothing until they are enabled again', async () => {
    const { id, key, name } = await world().someone('Sol');
    const browser = openBrowser(world().api.url);
    await browser.signIn(name, password);
    await admin()('patch', `/api/v1/users/${id}`, { disabled: true });
    expect((await world().by(key)('get', '/api/v1/me')).status).toBe(401);
    expect((await browser.call('get', '/api/v1/me')).status).toBe(401);
    await admin()('patch', `/api/v1/users/${id}`, { disabled: false });
    expect((await world().by(key)('get', '/api/v1/me')).status).toBe(200);
  });

  it('always keep one administrator, however two ask at once', async () => {
    const { firstId } = world();
    const demote = (id: string) => admin()('patch', `/api/v1/users/${id}`, { role: 'member' });
    expect((await demote(firstId)).data).toMatchObject({ code: 'last-admin' });
    expect(
      (await admin()('patch', `/api/v1/users/${firstId}`, { disabled: true })).data,
    ).toMatchObject({ code: 'last-admin' });
    const { id, key } = await world().someone('second admin', { role: 'admin' });
    const both = await Promise.all([
      demote(firstId),
      world().by(key)('patch', `/api/v1/users/${id}`, { role: 'member' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    await world().accounts.people.change(firstId, { role: 'admin' });
  });

  it('get a new set-up link from an administrator', async () => {
    const { id } = await world().someone('Tao');
    const { data } = await admin()('post', `/api/v1/users/${id}/setup-link`);
    const { setup_url: link } = z.looseObject({ setup_url: z.string() }).parse(data);
    const token = link.split('#')[1];
    const answer = await openBrowser(world().api.url).call('post', '/api/v1/setup', {
      data: { token, password: 'a password remembered' },
    });
    expect([answer.status, answer.data]).toEqual([
      200,
      expect.objectContaining({ user: expect.objectContaining({ name: 'Tao' }) }),
    ]);
  });

  it('delete themselves with their password, others only as administrators', async () => {
    const [una, vic] = [await world().someone('Una'), await world().someone('Vic')];
    const byUna = world().by(una.key);
    const own = `/api/v1/users/${una.id}`;
    for (const data of [undefined, { password: 'wrong' }])
      expect((await byUna('delete', own, data)).data).toMatchObject({ code: 'wrong-password' });
    expect((await byUna('delete', `/api/v1/users/${vic.id}`, { password })).status).toBe(404);
    expect(deleted).toEqual([]);
    expect((await byUna('delete', own, { password })).data).toEqual({ outcome: 'deleted' });
    expect((await admin()('delete', `/api/v1/users/${vic.id}`)).status).toBe(200);
    expect(deleted).toEqual([una.id, vic.id]);
  });
});

describe('API keys', () => {
  it('are shown once, do no more than whoever made them, and say what they are for', async () => {
    const { key } = await world().someone('Wen', {
      scopes: ['keys:read', 'keys:write', 'sync:read'],
    });
    const call = world().by(key);
    for (const scopes of [['*'], ['sync:run'], ['admin:users']]) {
      const refused = await call('post', '/api/v1/api-keys', { name: 'more', scopes });
      expect([refused.status, refused.data]).toEqual([
        403,
        expect.objectContaining({ code: 'scope-not-held' }),
      ]);
    }
    const answer = await call('post', '/api/v1/api-keys', { name: 'less', scopes: ['sync:read'] });
    const { id, key: other } = madeKey.parse(answer.data);
    expect(other).toMatch(/^wf_[\w-]{43}$/);
    expect((await world().by(other ?? '')('get', '/api/sync/history')).status).toBe(200);
    expect((await world().by(other ?? '')('get', '/api/v1/api-keys')).status).toBe(403);
    const [one, all] = [
      await call('get', `/api/v1/api-keys/${id}`),
      await call('get', '/api/v1/api-keys'),
    ];
    expect(one.data).toMatchObject({ name: 'less', scopes: ['sync:read'] });
    expect(one.data).not.toHaveProperty('key');
    expect(JSON.stringify(all.data)).not.toContain(other?.slice(12));
    expect(JSON.stringify(await world().db.apiKey.findMany())).not.toContain(other?.slice(12));
  });

  it('of somebody who is no administrator any more may do no administration', async () => {
    const { id, key } = await world().someone('Xia', { role: 'admin' });
    expect((await world().by(key)('get', '/api/v1/users')).status).toBe(200);
    await world().accounts.people.change(id, { role: 'member' });
    expect((await world().by(key)('get', '/api/v1/users')).data).toMatchObject({
      code: 'missing-scope',
    });
  });

  it('expire', async () => {
    const { key } = await world().someone('Yan');
    const at = (hours: number) => new Date(Date.UTC(2026, 10, 22, 12) + hours * hour).toISOString();
    const wish = { name: 'short', scopes: ['sync:read'], expires_at: at(-1) };
    expect((await world().by(key)('post', '/api/v1/api-keys', wish)).status).toBe(400);
  });

  it('are rotated without a gap, the old one taken for a while, and revoked with it', async () => {
    const { key, keyId } = await world().someone('Zoe');
    const path = `/api/v1/api-keys/${keyId}`;
    const rotated = await world().by(key)('post', `${path}/rotate`, { overlap_hours: 2 });
    const fresh = madeKey.parse(rotated.data).key ?? '';
    const ask = async (which: string) => (await world().by(which)('get', '/api/v1/me')).status;
    expect([rotated.status, await ask(key), await ask(fresh)]).toEqual([200, 200, 200]);
    world().pass(2 * hour);
    expect([await ask(key), await ask(fresh)]).toEqual([401, 200]);
    const again = madeKey.parse((await world().by(fresh)('post', `${path}/rotate`)).data).key ?? '';
    expect([await ask(fresh), await ask(again)]).toEqual([200, 200]);
    expect((await world().by(again)('delete', path)).status).toBe(200);
    expect([await ask(fresh), await ask(again)]).toEqual([401, 401]);
  });

  it('with few scopes cannot rotate one with more into their hands', async () => {
    const { id, keyId } = await world().someone('Abe');
    const weak = await world().accounts.keys.create(id, { name: 'weak', scopes: ['keys:write'] });
    const answer = await world().by(weak.key)('post', `/api/v1/api-keys/${keyId}/rotate`);
    expect(answer.data).toMatchObject({ code: 'scope-not-held' });
  });
});

describe('an Idempotency-Key', () => {
  const wish = { name: 'once', scopes: ['sync:read'] };
  const send = (key: string, data: object, idempotencyKey: string) =>
    world().by(key)('post', '/api/v1/api-keys', data, { 'idempotency-key': idempotencyKey });

  it('makes a thing once, answers the same again without its secret, and stores no secret', async () => {
    const { id, key } = await world().someone('Bo');
    const first = await send(key, wish, 'one');
    const again = await send(key, wish, 'one');
    const body = madeKey.parse(first.data);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.data).toEqual({ ...body, key: null });
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(await world().db.apiKey.count({ where: { userId: id } })).toBe(2);
    const stored = JSON.stringify(await world().db.idempotentAnswer.findMany());
    expect(stored).not.toContain(body.key?.slice(12));
  });

  it('stands for one request: others under it are refused, other people have their own', async () => {
    const [one, two] = [await world().someone('Cy'), await world().someone('Di')];
    await send(one.key, wish, 'mine');
    const other = await send(one.key, { ...wish, name: 'other' }, 'mine');
    expect([other.status, other.data]).toEqual([
      422,
      expect.objectContaining({ code: 'idempotency-key-reused' }),
    ]);
    expect((await send(two.key, wish, 'mine')).headers['idempotency-replayed']).toBeUndefined();
    world().pass(25 * hour);
    expect((await send(one.key, wish, 'mine')).headers['idempotency-replayed']).toBeUndefined();
  });

  it('may be used again after a refusal, and makes one thing of many requests at once', async () => {
    const { id, key } = await world().someone('Ed', { scopes: ['keys:write', 'sync:read'] });
    expect((await send(key, { ...wish, scopes: ['*'] }, 'again')).status).toBe(403);
    expect((await send(key, wish, 'again')).status).toBe(201);
    const many = await Promise.all(Array.from({ length: 6 }, () => send(key, wish, 'many')));
    expect(many.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(await world().db.apiKey.count({ where: { userId: id } })).toBe(3);
  });
});
