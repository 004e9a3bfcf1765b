import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { openBrowser } from './browser.js';
import { password, withAccountsApi } from './with-accounts.js';

const world = withAccountsApi();
const minute = 60_000;
const hour = 60 * minute;

const browse = () => openBrowser(world().api.url);
const statusOf = (answer: { readonly status: number }) => answer.status;

async function signedIn(name: string) {
  await world().someone(name);
  const browser = browse();
  expect((await browser.signIn(name, password)).status).toBe(201);
  return browser;
}

describe('the set-up link', () => {
  const issue = async () => world().accounts.setupLinks.issue(world().firstId, 'also');

  it('lets the first administrator choose name and password, once, and signs them in', async () => {
    const [{ token }, other] = [await issue(), await issue()];
    const wish = { token, name: ' 管理 Ａdmin ', password, locale: 'zh-CN' };
    const short = await browse().call('post', '/api/v1/setup', {
      data: { ...wish, password: 'short' },
    });
    expect([short.status, short.data]).toEqual([
      400,
      expect.objectContaining({ errors: [expect.objectContaining({ pointer: '/password' })] }),
    ]);

    const browser = browse();
    const answers = await Promise.all([
      browser.call('post', '/api/v1/setup', { data: wish }),
      browse().call('post', '/api/v1/setup', { data: wish }),
    ]);
    expect(answers.map(statusOf).sort()).toEqual([200, 410]);
    const done = answers.find(({ status }) => status === 200);
    expect(done?.data).toMatchObject({
      user: { id: world().firstId, name: '管理 Admin', role: 'admin', set_up: true },
    });
    expect(done?.headers['set-cookie']?.[0]).toMatch(
      /^watchflow_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Expires=/,
    );
    for (const spent of [token, other.token, 'nonsense']) {
      const again = await browse().call('post', '/api/v1/setup', {
        data: { ...wish, token: spent },
      });
      expect([again.status, again.data]).toEqual([
        410,
        expect.objectContaining({ code: 'setup-link-invalid' }),
      ]);
    }
    expect((await browse().signIn('管理 admin', password)).status).toBe(201);
  });

  it('is no longer good after its day, and is stored as a hash', async () => {
    const { token } = await issue();
    expect(JSON.stringify(await world().db.setupLink.findMany())).not.toContain(token);
    world().pass(24 * hour);
    const late = await browse().call('post', '/api/v1/setup', { data: { token, password } });
    expect(late.status).toBe(410);
  });

  it('leads to a page in the language of the browser, all of it from here', async () => {
    const chinese = await browse().call('get', '/setup', {
      headers: { 'accept-language': 'zh-TW,zh;q=0.9,en;q=0.8' },
    });
    expect(chinese.data).toContain('<html lang="zh-CN">');
    expect((await browse().call('get', '/setup')).data).toContain('<html lang="en">');
    expect(chinese.headers['content-security-policy']).toContain("script-src 'self'");
    expect(chinese.data).not.toMatch(/<script>|\son\w+=|https?:\/\//);
    for (const asset of ['/setup/page.js', '/setup/page.css'])
      expect((await browse().call('get', asset)).status).toBe(200);
  });
});

describe('signing in', () => {
  it('does not tell a wrong password from a person there is not or who is kept out', async () => {
    const { id } = await world().someone('kept out');
    await world().accounts.people.change(id, { disabled: true });
    await world().someone('Ann');
    const answers = await Promise.all([
      browse().signIn('ann', 'wrong password'),
      browse().signIn('nobody', password),
      browse().signIn('kept out', password),
    ]);
    const shape = z.object({ code: z.string(), detail: z.string() });
    const told = answers.map(({ status, data }) => ({ status, ...shape.parse(data) }));
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(told[0]).toMatchObject({ status: 401, code: 'invalid-credentials' });
    expect(answers.every(({ headers }) => headers['set-cookie'] === undefined)).toBe(true);
  });

  it('slows down guessing at one account, and leaves others alone', async () => {
    await world().someone('guessed');
    await world().someone('left alone');
    const statuses: number[] = [];
    for (let count = 0; count < 6; count++)
      statuses.push((await browse().signIn('Guessed', `guess ${count}`)).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    const refused = await browse().signIn('guessed', password);
    expect(refused.data).toMatchObject({ code: 'too-many-attempts' });
    const wait = Number(refused.headers['retry-after']);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(900);
    expect((await browse().signIn('left alone', password)).status).toBe(201);
  });

  it('is refused from a page of another site', async () => {
    await world().someone('Bea');
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': '', origin: 'https://evil.example' },
      { 'sec-fetch-site': '', origin: 'null' },
    ]) {
      const answer = await browse().call('post', '/api/v1/sessions', {
        data: { name: 'Bea', password },
        headers,
      });
      expect([answer.status, answer.data]).toEqual([
        403,
        expect.objectContaining({ code: 'csrf-refused' }),
      ]);
    }
    const ours = { 'sec-fetch-site': '', origin: 'http://watch.example' };
    const answer = await browse().call('post', '/api/v1/sessions', {
      data: { name: 'Bea', password },
      headers: ours,
    });
    expect(answer.status).toBe(201);
  });
});

describe('a session', () => {
  it('may do what its person may, given the CSRF token', async () => {
    const browser = await signedIn('Cem');
    expect((await browser.call('get', '/api/trakt/config')).status).toBe(200);
    expect((await browser.call('delete', '/api/v1/sessions')).data).toEqual({ ended: 0 });
    expect((await browser.call('get', '/api/v1/users')).data).toMatchObject({
      code: 'missing-scope',
    });
    for (const headers of [
      { 'x-csrf-token': '' },
      { 'x-csrf-token': browser.csrf().replace(/^./, '!') },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const answer = await browser.call('delete', '/api/v1/sessions', { headers });
      expect([answer.status, answer.data]).toEqual([
        403,
        expect.objectContaining({ code: 'csrf-refused' }),
      ]);
    }
    const { data } = await browser.call('get', '/api/v1/me');
    expect(data).toMatchObject({
      user: { name: 'Cem' },
      via: 'session',
      csrf_token: browser.csrf(),
    });
    expect(JSON.stringify(data)).not.toContain('admin:');
  });

  it('is listed, ended one by one or all others, and left by signing out', async () => {
    const [one, two, three] = [await signedIn('Dora'), browse(), browse()];
    await two.signIn('dora', password);
    await three.signIn('dora', password);
    const shape = z.object({
      items: z.array(z.looseObject({ id: z.string(), current: z.boolean() })),
    });
    const { items } = shape.parse((await two.call('get', '/api/v1/sessions')).data);
    expect(items).toHaveLength(3);
    expect(items.filter(({ current }) => current)).toEqual([
      expect.objectContaining({ user_agent: 'test browser', address: '127.0.0.1' }),
    ]);
    expect((await one.call('delete', '/api/v1/sessions/current')).status).toBe(200);
    expect(one.cookie()).toBe('');
    const other = items.find(({ current }) => !current)?.id ?? '';
    await two.call('delete', `/api/v1/sessions/${other}`);
    expect((await two.call('delete', '/api/v1/sessions')).status).toBe(200);
    expect((await three.call('get', '/api/v1/me')).data).toMatchObject({ code: 'session-ended' });
    expect((await two.call('get', '/api/v1/me')).status).toBe(200);
  });

  it('ends when it is not used, and some day however much it is', async () => {
    const idle = await signedIn('Emma');
    world().pass(2 * hour - minute);
    expect((await idle.call('get', '/api/v1/me')).status).toBe(200);
    world().pass(2 * hour);
    expect((await idle.call('get', '/api/v1/me')).status).toBe(401);
    expect(idle.cookie()).toBe('');
    const busy = browse();
    await busy.signIn('emma', password);
    const statuses: number[] = [];
    for (let hours = 0; hours < 24; hours++) {
      world().pass(hour);
      statuses.push((await busy.call('get', '/api/v1/me')).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 23 }, () => 200), 401]);
  });

  it('gets a new token from time to time without losing requests made at once', async () => {
    const browser = await signedIn('Fay');
    const old = browser.cookie();
    world().pass(20 * minute);
    const many = await Promise.all(
      Array.from({ length: 8 }, () => world().http.get('/api/v1/me', { headers: { cookie: old } })),
    );
    expect(new Set(many.map(statusOf))).toEqual(new Set([200]));
    const renewals = many.flatMap(({ headers }) => headers['set-cookie'] ?? []);
    expect(renewals).toHaveLength(1);
    const fresh = renewals[0]?.split(';')[0] ?? '';
    expect(fresh).not.toBe(old);
    const ask = async (cookie: string) =>
      (await world().http.get('/api/v1/me', { headers: { cookie } })).status;
    expect(await ask(old)).toBe(200);
    expect(await ask(fresh)).toBe(200);
    expect(await ask(old)).toBe(200);
    world().pass(2 * minute);
    expect(await ask(fresh)).toBe(200);
    // Shown long after it was replaced, it must have been stolen: nobody keeps the session.
    expect(await ask(old)).toBe(401);
    expect(await ask(fresh)).toBe(401);
  });

  it('survives that the new token never arrives', async () => {
    const browser = await signedIn('Gil');
    const old = browser.cookie();
    const ask = async (cookie: string) => world().http.get('/api/v1/me', { headers: { cookie } });
    world().pass(20 * minute);
    const lost = (await ask(old)).headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    world().pass(10 * minute);
    const again = (await ask(old)).headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    expect((await ask(again)).status).toBe(200);
    expect((await ask(lost)).status).toBe(401);
  });
});
