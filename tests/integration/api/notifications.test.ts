import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAudit } from '../../../src/areas/audit/index.js';
import { collectLog } from '../../support/collect-log.js';
import { startMailServer, type MailServer } from '../../support/mail/mail-server.js';
import { mailOf } from '../../support/mail/with-mail.js';
import { aNotice, notificationsOver } from '../../support/notifications-world.js';
import { withDatabase } from '../../support/with-database.js';
import { startApi } from './with-api.js';

const database = withDatabase();
const inbox = '/api/v1/notifications';
const channels = '/api/v1/notification-channels';

describe('notifications over HTTP', () => {
  let api: Awaited<ReturnType<typeof startApi>>;
  let world: ReturnType<typeof notificationsOver>;
  let server: MailServer;

  beforeAll(async () => {
    const { db } = database;
    server = await startMailServer();
    world = notificationsOver(db, { allowPrivate: false, mail: mailOf(server) });
    const { log } = collectLog();
    const audit = createAudit({ db, clock: world.clock, log });
    api = await startApi({ notifications: world.notifications, audit });
    for (const key of ['a', 'b', 'c']) await world.notifications.notify(aNotice('ann', key));
    await world.notifications.notify(aNotice('bob', 'd'));
  });
  afterAll(async () => {
    await api.api.stop();
    await server.close();
  });

  it('list, mark and put away', async () => {
    const { call } = api;
    const first = await call('get', `${inbox}?limit=2`);
    expect(first).toMatchObject({
      status: 200,
      data: {
        items: [
          { event: 'connection.needs-reauth', severity: 'error', facts: { service: 'trakt' } },
          { title: 'Connect Trakt again', read_at: null, archived_at: null },
        ],
        next_cursor: expect.any(String),
        unread: 3,
      },
    });
    const { items, next_cursor: cursor } = first.data as {
      items: { id: string }[];
      next_cursor: string;
    };
    const id = items[0]?.id ?? '';
    const rest = await call('get', `${inbox}?limit=2&cursor=${cursor}`);
    expect(rest.data).toMatchObject({ items: [{ id: '1' }], next_cursor: null });
    expect(await call('post', `${inbox}/${id}/read`)).toMatchObject({
      status: 200,
      data: { id, read_at: expect.any(String) },
    });
    const put = await call('patch', `${inbox}/${id}`, { data: { archived: true } });
    expect(put.data).toMatchObject({ archived_at: expect.any(String) });
    expect((await call('get', `${inbox}?archived=true`)).data).toMatchObject({ items: [{ id }] });
    expect((await call('post', `${inbox}/read-all`)).data).toEqual({ marked: 2 });
    expect(await call('post', `${inbox}/4/read`)).toMatchObject({ status: 404 });
    expect(await call('get', `${inbox}?cursor=x`)).toMatchObject({
      status: 400,
      data: { errors: [{ in: 'query', pointer: '/cursor' }] },
    });
    expect(await call('get', `${inbox}?unread=maybe`)).toMatchObject({ status: 400 });
  });

  it('take what a person chose, and refuse events there are not', async () => {
    const { call } = api;
    const path = `${inbox}/settings`;
    const changed = await call('patch', path, {
      data: { events: { 'plays.parked': { webhook: false } } },
    });
    expect(changed.data).toMatchObject({
      events: {
        'plays.parked': { in_app: true, webhook: false, mail: true },
        'run.failed': { in_app: true, webhook: true, mail: true },
      },
    });
    expect((await call('get', path)).data).toEqual(changed.data);
    for (const events of [{ 'no.event': {} }, { 'run.failed': { fax: true } }, 7]) {
      expect(await call('patch', path, { data: { events } })).toMatchObject({ status: 400 });
    }
  });

  it('add, change, test, rotate and remove a webhook; its secret is shown where it is made', async () => {
    const { call } = api;
    const wish = { name: ' mine ', url: 'https://hooks.example.org/x#part' };
    const made = await call('post', channels, { data: wish });
    expect(made).toMatchObject({
      status: 201,
      data: { name: 'mine', url: 'https://hooks.example.org/x', secret: expect.any(String) },
    });
    const path = String(made.headers['location']);
    const shown = await call('get', path);
    expect(shown).toMatchObject({ status: 200, data: { enabled: true } });
    expect(shown.data).not.toHaveProperty('secret');
    const off = await call('patch', path, { data: { enabled: false } });
    expect(off.data).toMatchObject({ enabled: false });
    expect(await call('post', `${path}/test`)).toMatchObject({
      status: 400,
      data: { errors: [{ in: 'path', pointer: '/id' }] },
    });
    await call('patch', path, { data: { enabled: true } });
    const tested = await call('post', `${path}/test`);
    expect(tested).toMatchObject({ status: 202, data: { status: 'pending', attempts: 0 } });
    const sent = await call('get', String(tested.headers['location']));
    expect(sent.data).toEqual({ items: [tested.data], next_cursor: null });
    const rotated = await call('post', `${path}/rotate-secret`);
    expect(rotated.data).toMatchObject({ previous_secret_until: expect.any(String) });
    expect(JSON.stringify(made.data)).not.toBe(JSON.stringify(rotated.data));
    expect(await call('delete', path)).toMatchObject({ status: 200 });
    expect(await call('get', path)).toMatchObject({ status: 404 });
    expect((await call('get', channels)).data).toEqual({ items: [] });
  });

  it('take quiet hours, and give them up again', async () => {
    const { call } = api;
    const path = `${inbox}/settings`;
    const night = { from: '22:30', to: '07:00', time_zone: 'Asia/Shanghai' };
    const set = await call('patch', path, { data: { quiet_hours: night } });
    expect(set).toMatchObject({ status: 200, data: { quiet_hours: night } });
    for (const wrong of [
      { ...night, to: '22:30' },
      { ...night, from: '24:00' },
      { ...night, time_zone: 'Mars/Base' },
      { from: '22:30', to: '07:00' },
    ])
      expect(await call('patch', path, { data: { quiet_hours: wrong } })).toMatchObject({
        status: 400,
        data: { errors: [{ pointer: expect.stringMatching(/^.quiet_hours/) }] },
      });
    expect((await call('patch', path, { data: {} })).data).toMatchObject({ quiet_hours: night });
    const none = await call('patch', path, { data: { quiet_hours: null } });
    expect(none.data).toMatchObject({ quiet_hours: null });
  });

  it('add a mail address, ask its reader, and take their word without a sign-in', async () => {
    const { call } = api;
    const digest = { kind: 'daily', at: '08:05', time_zone: 'Europe/Berlin' };
    const data = { kind: 'mail', name: 'mine', address: 'Ann@Reader.Example', digest };
    const made = await call('post', channels, { data });
    expect(made).toMatchObject({
      status: 201,
      data: { kind: 'mail', address: 'Ann@reader.example', url: null, secret: null, digest },
    });
    const path = String(made.headers['location']);
    expect(await call('post', `${path}/test`)).toMatchObject({ status: 400 });
    await world.notifications.deliverDue({ limit: 20 });
    const [, link = ''] = /mail#(\S+)/.exec(server.seen.at(-1)?.text ?? '') ?? [];
    const confirm = (said: string) =>
      fetch(`${api.api.url}/api/v1/mail/confirm`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ link: said }),
      });
    const refused = await confirm(`${link}x`);
    expect(refused.status).toBe(410);
    expect(await refused.json()).toMatchObject({ code: 'mail-link-invalid' });
    expect(await (await confirm(link)).json()).toEqual({ said: 'confirmed' });
    expect((await call('get', path)).data).toMatchObject({ confirmed_at: expect.any(String) });
    expect(await call('post', `${path}/confirmation`)).toMatchObject({ status: 400 });
    expect(await call('post', `${path}/rotate-secret`)).toMatchObject({ status: 400 });
    const moved = await call('patch', path, { data: { url: 'https://hooks.example.org' } });
    expect(moved).toMatchObject({ status: 400, data: { errors: [{ pointer: '/url' }] } });
    const hourly = await call('patch', path, { data: { digest: { kind: 'hourly' } } });
    expect(hourly.data).toMatchObject({ digest: { kind: 'hourly' } });
    expect(await call('post', `${path}/test`)).toMatchObject({ status: 202 });
    await world.notifications.deliverDue({ limit: 20 });
    const [, stop = ''] = /mail#(stop\S+)/.exec(server.seen.at(-1)?.text ?? '') ?? [];
    const stopped = await call('post', '/api/v1/mail/stop', { data: { link: stop } });
    expect(stopped.data).toEqual({ said: 'stopped' });
    expect((await call('get', path)).data).toMatchObject({
      enabled: false,
      disabled_reason: 'stopped',
      confirmed_at: null,
    });
  });

  it('show what was sent by state, and send again what failed', async () => {
    const { call } = api;
    const made = await call('post', channels, { data: { name: 'x', url: 'https://h.example/x' } });
    const path = String(made.headers['location']);
    const { data } = await call('post', `${path}/test`);
    const { id } = data as { id: string };
    const retry = `${path}/deliveries/${id}/retry`;
    expect(await call('post', retry)).toMatchObject({
      status: 409,
      data: { code: 'delivery-not-failed' },
    });
    const failed = { status: 'failed', lastError: 'refused', lastStatus: 503, attempts: 14 };
    await database.db.notificationDelivery.update({ where: { id }, data: failed });
    expect((await call('get', `${path}/deliveries?status=failed`)).data).toMatchObject({
      items: [{ id, last_error: 'refused', last_status: 503 }],
    });
    expect((await call('get', `${path}/deliveries?status=sent`)).data).toMatchObject({ items: [] });
    expect(await call('post', retry)).toMatchObject({
      status: 202,
      data: { id, status: 'pending', attempts: 0, next_attempt_at: expect.any(String) },
    });
    const other = `${path}/deliveries/msg_${'0'.repeat(32)}/retry`;
    expect(await call('post', other)).toMatchObject({ status: 404 });
    for (let n = 1; n < 5; n += 1) await call('post', `${path}/test`);
    expect(await call('post', `${path}/test`)).toMatchObject({
      status: 429,
      data: { code: 'rate-limited' },
      headers: { 'retry-after': expect.stringMatching(/^\d+$/) },
    });
  });

  it('serve a page that asks before it does what a link says', async () => {
    const { call } = api;
    const page = await call('get', '/mail', { headers: { 'accept-language': 'zh-CN' } });
    expect(page).toMatchObject({ status: 200, data: expect.stringContaining('退订') });
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    for (const asset of ['/mail/page.js', '/mail/page.css'])
      expect(await call('get', asset)).toMatchObject({ status: 200 });
  });

  it.each(['http://127.0.0.1/x', 'ftp://x.example', 'https://a:b@x.example', 'no address'])(
    'refuse %s as a webhook',
    async (url) => {
      const refused = await api.call('post', channels, { data: { name: 'x', url } });
      expect(refused).toMatchObject({
        status: 400,
        data: { code: 'invalid-input', errors: [{ pointer: '/url' }] },
      });
    },
  );

  it('leave an audit record of each change, with nothing of the secret', async () => {
    const rows = await database.db.auditLog.findMany({ where: { targetKind: 'webhook' } });
    const actions = rows.map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['webhook.created', 'webhook.deleted']));
    const ofMail = await database.db.auditLog.findMany({
      where: { targetKind: 'mail-channel', outcome: 'done' },
    });
    expect(ofMail.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['mail.created', 'mail.confirmed', 'mail.changed', 'mail.stopped']),
    );
    expect(JSON.stringify(ofMail.map(({ detail }) => detail))).not.toMatch(/@|confirm\./);
    const details = rows.map(({ detail }) => detail);
    expect(JSON.stringify(details)).toContain('201');
    expect(JSON.stringify(details)).not.toContain('whsec_');
  });
});
