import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAudit } from '../../../src/areas/audit/index.js';
import { collectLog } from '../../support/collect-log.js';
import { aNotice, notificationsOver } from '../../support/notifications-world.js';
import { withDatabase } from '../../support/with-database.js';
import { startApi } from './with-api.js';

const database = withDatabase();
const inbox = '/api/v1/notifications';
const channels = '/api/v1/notification-channels';

describe('notifications over HTTP', () => {
  let api: Awaited<ReturnType<typeof startApi>>;
  let world: ReturnType<typeof notificationsOver>;

  beforeAll(async () => {
    const { db } = database;
    world = notificationsOver(db, { allowPrivate: false });
    const { log } = collectLog();
    const audit = createAudit({ db, clock: world.clock, log });
    api = await startApi({ notifications: world.notifications, audit });
    for (const key of ['a', 'b', 'c']) await world.notifications.notify(aNotice('ann', key));
    await world.notifications.notify(aNotice('bob', 'd'));
  });
  afterAll(() => api.api.stop());

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
        'plays.parked': { in_app: true, webhook: false },
        'run.failed': { in_app: true, webhook: true },
      },
    });
    expect((await call('get', path)).data).toEqual(changed.data);
    for (const events of [{ 'no.event': {} }, { 'run.failed': { mail: true } }, 7]) {
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
    const details = rows.map(({ detail }) => detail);
    expect(JSON.stringify(details)).toContain('201');
    expect(JSON.stringify(details)).not.toContain('whsec_');
  });
});
