import { createHmac, randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { DeliveryView } from '../../../src/areas/notifications/index.js';
import { aNotice, notificationsOver } from '../../support/notifications-world.js';
import {
  answer,
  startRawServer,
  type RawServer,
  type Reply,
  type Respond,
  type SeenRequest,
} from '../../support/raw-server.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const servers: RawServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  // What one test left waiting is no concern of the next.
  await database.db.notificationDelivery.deleteMany();
});

const received = answer(204);

async function aReceiver(respond: Respond | Reply = received) {
  const server = await startRawServer(typeof respond === 'function' ? respond : () => respond);
  servers.push(server);
  return server;
}

/** Somebody with one webhook at this receiver. */
async function somebody(url: string, options: Parameters<typeof notificationsOver>[1] = {}) {
  const userId = `u_${randomUUID()}`;
  const world = notificationsOver(database.db, options);
  const { notifications } = world;
  const { channel, secret } = await notifications.channels.create(userId, { name: 'mine', url });
  if (secret === null) throw new Error('a webhook without a secret');
  const deliveries = async (): Promise<readonly DeliveryView[]> =>
    (await notifications.channels.deliveries(userId, channel.id, { limit: 100 })).items;
  return {
    ...world,
    userId,
    channel,
    secret,
    deliveries,
    deliver: () => notifications.deliverDue({ limit: 20 }),
    delivery: async () => (await deliveries())[0],
  };
}

/** As a receiver verifies it, by the specification and not by our code. */
function verifies({ headers, body }: SeenRequest, secret: string): boolean {
  const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const expected = `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
  return String(headers['webhook-signature']).split(' ').includes(expected);
}

describe('webhooks', () => {
  it('carry what happened in words and facts, signed', async () => {
    const server = await aReceiver();
    const { notifications, userId, secret, deliver, delivery } = await somebody(`${server.url}/x`, {
      locale: 'zh-CN',
    });
    await notifications.notify(aNotice(userId));
    expect(await deliver()).toEqual({ attempted: 1, nextDue: undefined });
    const [seen] = server.seen;
    if (seen === undefined) throw new Error('nothing was sent');
    expect(seen).toMatchObject({ method: 'POST', url: '/x' });
    expect(seen.headers['content-type']).toBe('application/json');
    expect(verifies(seen, secret)).toBe(true);
    expect(verifies({ ...seen, body: `${seen.body} ` }, secret)).toBe(false);
    expect(Math.abs(Number(seen.headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(
      60,
    );
    expect(JSON.parse(seen.body)).toMatchObject({
      type: 'connection.needs-reauth',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: {
        severity: 'error',
        locale: 'zh-CN',
        title: '请重新连接 Trakt',
        link: 'https://watch.example/app/api/v1/connections/trakt/auth/init?redirect=1',
        facts: { service: 'trakt' },
      },
    });
    expect(await delivery()).toMatchObject({
      id: seen.headers['webhook-id'],
      status: 'sent',
      attempts: 1,
      lastStatus: 204,
      nextAttemptAt: null,
    });
  });

  it('are sent once, however often they are told and worked off', async () => {
    const server = await aReceiver();
    const { notifications, userId, deliver } = await somebody(server.url);
    expect(await notifications.notify(aNotice(userId))).toBe('told');
    expect(await notifications.notify(aNotice(userId))).toBe('known');
    await Promise.all([deliver(), deliver(), deliver()]);
    await deliver();
    expect(server.seen).toHaveLength(1);
  });

  it.each<[string, Reply, object]>([
    ['a 500', answer(500, 'secret inside'), { lastStatus: 500, lastError: 'refused' }],
    ['a redirect', answer(302, '', { location: '/elsewhere' }), { lastStatus: 302 }],
    ['a broken connection', { kind: 'reset' }, { lastStatus: null, lastError: 'unreachable' }],
    ['no answer', { kind: 'hang' }, { lastStatus: null, lastError: 'timeout' }],
  ])('are sent again after %s, under the same id', async (_name, trouble, state) => {
    const server = await aReceiver((_request, index) => (index === 0 ? trouble : received));
    const world = await somebody(server.url, { timeoutMs: 300 });
    await world.notifications.notify(aNotice(world.userId));
    await world.deliver();
    expect(await world.delivery()).toMatchObject({ status: 'pending', attempts: 1, ...state });
    expect((await world.deliver()).attempted).toBe(0);
    world.clock.moveOn(1);
    await world.deliver();
    expect(await world.delivery()).toMatchObject({ status: 'sent', attempts: 2 });
    const ids = server.seen.map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(server.seen.every((seen) => verifies(seen, world.secret))).toBe(true);
    expect(JSON.stringify(world.lines)).not.toContain('secret inside');
  });

  it('wait as long as the receiver asks', async () => {
    const server = await aReceiver(answer(429, '', { 'retry-after': '7200' }));
    const world = await somebody(server.url);
    await world.notifications.notify(aNotice(world.userId));
    const { nextDue } = await world.deliver();
    const hours = ((nextDue?.getTime() ?? 0) - world.clock.now().getTime()) / 3_600_000;
    expect(hours).toBeGreaterThan(1.99);
    expect(hours).toBeLessThanOrEqual(2);
  });

  it('are given up after two days, visibly', async () => {
    const server = await aReceiver(answer(503));
    const world = await somebody(server.url);
    await world.notifications.notify(aNotice(world.userId));
    for (let round = 0; round < 10; round += 1) {
      await world.deliver();
      world.clock.moveOn(9);
    }
    expect(await world.delivery()).toMatchObject({ status: 'failed', lastStatus: 503 });
    expect(world.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', event: 'a delivery was given up' }),
    );
    const requests = server.seen.length;
    world.clock.moveOn(100);
    await world.deliver();
    expect(server.seen).toHaveLength(requests);
  });

  it('are switched off by 410, with all that waits, and their owner is told in the inbox', async () => {
    const server = await aReceiver(answer(410));
    const world = await somebody(server.url);
    const { notifications, userId, channel } = world;
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) {
      await notifications.notify(aNotice(userId, key));
    }
    await world.deliver();
    await world.deliver();
    const found = await notifications.channels.find(userId, channel.id);
    expect(found).toMatchObject({ enabled: false, disabledReason: 'gone' });
    expect((await world.deliveries()).map(({ status }) => status)).toEqual(Array(6).fill('failed'));
    const { items } = await notifications.inbox.list(userId, { limit: 10 });
    expect(items.filter(({ event }) => event === 'channel.disabled')).toHaveLength(1);
    // What happens from now on waits for nobody.
    await notifications.notify(aNotice(userId, 'later'));
    expect(await world.deliveries()).toHaveLength(6);
    await notifications.channels.update(userId, channel.id, { enabled: true });
    await notifications.notify(aNotice(userId, 'latest'));
    expect(await world.deliveries()).toHaveLength(7);
  });

  it('taken up by somebody who died are sent when their lease ends', async () => {
    const server = await aReceiver();
    const world = await somebody(server.url);
    await world.notifications.notify(aNotice(world.userId));
    const dying = new AbortController();
    dying.abort();
    const dead = world.notifications.deliverDue({ limit: 20, signal: dying.signal });
    await expect(dead).rejects.toThrow(/abort/);
    expect((await world.deliver()).attempted).toBe(0);
    world.clock.moveOn(1);
    await world.deliver();
    expect(server.seen).toHaveLength(1);
    expect(await world.delivery()).toMatchObject({ status: 'sent', attempts: 2 });
  });

  it('of a receiver that hangs do not hold up the others', async () => {
    const hanging = await aReceiver({ kind: 'hang' });
    const server = await aReceiver();
    const slow = await somebody(hanging.url);
    const quick = await somebody(server.url, { timeoutMs: 300 });
    for (let key = 0; key < 30; key += 1) {
      await slow.notifications.notify(aNotice(slow.userId, String(key)));
    }
    await quick.notifications.notify(aNotice(quick.userId));
    expect((await quick.deliver()).attempted).toBe(5);
    expect(server.seen).toHaveLength(1);
  });

  it('are signed with both secrets while one takes over from the other', async () => {
    const server = await aReceiver();
    const world = await somebody(server.url);
    const { notifications, userId, channel } = world;
    const { secret: newest } = await notifications.channels.rotateSecret(userId, channel.id);
    await notifications.notify(aNotice(userId, 'during'));
    await world.deliver();
    world.clock.moveOn(25);
    await notifications.notify(aNotice(userId, 'after'));
    await world.deliver();
    const verdicts = server.seen.map((seen) => [
      verifies(seen, world.secret),
      verifies(seen, newest),
    ]);
    expect(verdicts).toEqual([
      [true, true],
      [false, true],
    ]);
  });

  it('keep their secrets sealed', async () => {
    const world = await somebody('https://hooks.example.org/x');
    const { notifications, userId, channel } = world;
    const { secret } = await notifications.channels.rotateSecret(userId, channel.id);
    const row = await database.db.notificationChannel.findFirst({ where: { id: channel.id } });
    const stored = JSON.stringify(row);
    for (const shown of [secret, world.secret]) {
      expect(stored).not.toContain(shown.slice('whsec_'.length));
    }
    expect(JSON.stringify(await notifications.channels.list(userId))).not.toContain('whsec_');
    expect(await notifications.channels.reseal()).toBe(0);
  });

  it('can be tested, whatever was chosen, and a test is in nobody’s inbox', async () => {
    const server = await aReceiver();
    const world = await somebody(server.url);
    const { notifications, userId, channel } = world;
    let woken = 0;
    notifications.onWaiting(() => {
      woken += 1;
    });
    const { id } = await notifications.channels.test(userId, channel.id);
    await world.deliver();
    expect(woken).toBe(1);
    expect(server.seen.map(({ headers }) => headers['webhook-id'])).toEqual([id]);
    expect((await notifications.inbox.list(userId, { limit: 5 })).items).toEqual([]);
    await notifications.channels.update(userId, channel.id, { enabled: false });
    await expect(notifications.channels.test(userId, channel.id)).rejects.toThrow(/switched off/);
  });

  it('are nobody else’s: others find no such channel', async () => {
    const { notifications, channel } = await somebody('https://hooks.example.org/x');
    const { channels } = notifications;
    const filter = { limit: 1 };
    for (const attempt of [
      () => channels.find('u_other', channel.id),
      () => channels.update('u_other', channel.id, { name: 'x' }),
      () => channels.rotateSecret('u_other', channel.id),
      () => channels.test('u_other', channel.id),
      () => channels.deliveries('u_other', channel.id, filter),
      () => channels.remove('u_other', channel.id),
    ]) {
      await expect(attempt()).rejects.toThrow('There is no such notification channel.');
    }
    expect(await channels.list('u_other')).toEqual([]);
  });

  it('cannot be more than ten', async () => {
    const { notifications, userId } = await somebody('https://hooks.example.org/0');
    for (let n = 1; n < 10; n += 1) {
      await notifications.channels.create(userId, { name: `n${n}`, url: `https://h.example/${n}` });
    }
    const eleventh = notifications.channels.create(userId, { name: 'x', url: 'https://h.example' });
    await expect(eleventh).rejects.toThrow(/10 channels already/);
  });
});

describe('addresses of webhooks', () => {
  it.each([
    'ftp://hooks.example.org',
    'javascript:alert(1)',
    'hooks.example.org',
    'https://user:pass@hooks.example.org',
    'http://127.0.0.1/x',
    'http://0x7f.1/x',
    'http://2130706433/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://169.254.169.254/latest/meta-data',
    'http://localhost:8080',
    'http://db.localhost.',
  ])('%s is refused', async (url) => {
    const { notifications } = notificationsOver(database.db, { allowPrivate: false });
    const wish = { name: 'x', url };
    await expect(notifications.channels.create('u_x', wish)).rejects.toThrow(/\/url/);
  });

  it('that lead inside are not connected to when they are sent to', async () => {
    const server = await aReceiver();
    const allowed = await somebody(server.url);
    const named = await somebody(server.url.replace('127.0.0.1', 'localhost'));
    await allowed.notifications.notify(aNotice(allowed.userId));
    await named.notifications.notify(aNotice(named.userId));
    const strict = notificationsOver(database.db, { allowPrivate: false });
    expect((await strict.notifications.deliverDue({ limit: 20 })).attempted).toBe(2);
    expect(server.seen).toEqual([]);
    for (const { delivery } of [allowed, named]) {
      expect(await delivery()).toMatchObject({ status: 'pending', lastError: 'private-address' });
    }
  });
});
