import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { aNotice, notificationsOver } from '../../support/notifications-world.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const somebody = () => `u_${randomUUID()}`;

describe('the inbox', () => {
  it('holds what happened once, in the reader’s language, newest first, page by page', async () => {
    const { notifications } = notificationsOver(database.db, { locale: 'zh-CN' });
    const userId = somebody();
    for (let key = 0; key < 5; key += 1) await notifications.notify(aNotice(userId, `k${key}`));
    expect(await notifications.notify(aNotice(userId, 'k0'))).toBe('known');
    await notifications.notify(aNotice(somebody(), 'k0'));
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await notifications.inbox.list(userId, { limit: 2, cursor });
      expect(page.unread).toBe(5);
      expect(page.items.every(({ title }) => title === '请重新连接 Trakt')).toBe(true);
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(ids).toHaveLength(5);
    expect(ids).toEqual([...ids].sort((left, right) => Number(right) - Number(left)));
  });

  it('tells once among many who tell the same at once', async () => {
    const { notifications } = notificationsOver(database.db);
    const userId = somebody();
    await notifications.channels.create(userId, { name: 'x', url: 'https://hooks.example.org' });
    const told = await Promise.all(
      Array.from({ length: 20 }, () => notifications.notify(aNotice(userId))),
    );
    expect(told.filter((outcome) => outcome === 'told')).toHaveLength(1);
    expect(await database.db.notificationDelivery.count({ where: { userId } })).toBe(1);
  });

  it('knows read from unread and what was put away', async () => {
    const { notifications } = notificationsOver(database.db);
    const { inbox } = notifications;
    const userId = somebody();
    for (const key of ['a', 'b', 'c']) await notifications.notify(aNotice(userId, key));
    const { items } = await inbox.list(userId, { limit: 10 });
    const [first, second] = items.map(({ id }) => id);
    if (first === undefined || second === undefined) throw new Error('nothing told');
    const read = await inbox.mark(userId, first, { read: true });
    expect(await inbox.mark(userId, first, { read: true })).toEqual(read);
    await inbox.mark(userId, second, { archived: true });
    expect(await inbox.list(userId, { limit: 10, unread: true })).toMatchObject({
      items: [{ readAt: null }],
      unread: 1,
    });
    expect((await inbox.list(userId, { limit: 10, archived: true })).items).toHaveLength(1);
    expect(await inbox.readAll(userId)).toBe(1);
    expect(await inbox.readAll(userId)).toBe(0);
    expect(await inbox.mark(userId, first, { read: false })).toMatchObject({ readAt: null });
    expect(await inbox.countUnread(userId)).toBe(1);
  });

  it('is nobody else’s', async () => {
    const { notifications } = notificationsOver(database.db);
    const userId = somebody();
    await notifications.notify(aNotice(userId));
    const [own] = (await notifications.inbox.list(userId, { limit: 1 })).items;
    const other = somebody();
    expect(await notifications.inbox.mark(other, own?.id ?? '', { read: true })).toBeUndefined();
    expect(await notifications.inbox.mark(userId, '0', { read: true })).toBeUndefined();
    expect(await notifications.inbox.readAll(other)).toBe(0);
    expect(await notifications.inbox.countUnread(userId)).toBe(1);
  });

  it('refuses a cursor it did not give out', async () => {
    const { notifications } = notificationsOver(database.db);
    const wrong = [Buffer.from('2026-11-22T00:00:00.000Z x').toString('base64url'), 'nonsense'];
    for (const cursor of wrong) {
      await expect(notifications.inbox.list('u', { limit: 1, cursor })).rejects.toThrow(/cursor/);
    }
  });
});

describe('telling', () => {
  it('stands and falls with the transaction it is part of, and wakes nobody before', async () => {
    const { notifications } = notificationsOver(database.db);
    const userId = somebody();
    await notifications.channels.create(userId, { name: 'x', url: 'https://hooks.example.org' });
    let woken = 0;
    notifications.onWaiting(() => {
      woken += 1;
    });
    const failing = database.db.$transaction(async (tx) => {
      await notifications.notify(aNotice(userId), tx);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect((await notifications.inbox.list(userId, { limit: 1 })).items).toEqual([]);
    await database.db.$transaction((tx) => notifications.notify(aNotice(userId), tx));
    expect(woken).toBe(0);
    expect(await notifications.inbox.countUnread(userId)).toBe(1);
    await notifications.notify(aNotice(userId, 'another'));
    expect(woken).toBe(1);
  });

  it('goes where the person chose, event by event', async () => {
    const { notifications } = notificationsOver(database.db);
    const { settings } = notifications;
    const userId = somebody();
    await notifications.channels.create(userId, { name: 'x', url: 'https://hooks.example.org' });
    const all = { 'in-app': true, webhook: true, mail: true };
    expect((await settings.read(userId)).events['run.failed']).toEqual(all);
    await settings.change(userId, { events: { 'run.failed': { 'in-app': false } } });
    const { events: changed } = await settings.change(userId, {
      events: { 'connection.needs-reauth': { webhook: false } },
    });
    expect(changed['run.failed']).toEqual({ ...all, 'in-app': false });
    expect(changed['connection.needs-reauth']).toEqual({ ...all, webhook: false });
    expect(changed).not.toHaveProperty(['channel.test']);
    await notifications.notify(aNotice(userId));
    const data = { runId: 'r', reason: 'failed' } as const;
    await notifications.notify({ userId, event: 'run.failed', dedupeKey: 'r', data });
    const { items } = await notifications.inbox.list(userId, { limit: 10 });
    expect(items.map(({ event }) => event)).toEqual(['connection.needs-reauth']);
    expect(await database.db.notificationDelivery.count({ where: { userId } })).toBe(1);
  });

  it('takes no fact that the event does not have', async () => {
    const { notifications } = notificationsOver(database.db);
    const data = { service: 'trakt', accessToken: 'secret' } as const;
    const event = 'connection.needs-reauth';
    const notice = { userId: somebody(), event, dedupeKey: 'x', data } as const;
    await expect(notifications.notify(notice)).rejects.toThrow(/accessToken/);
  });

  it('forgets a person whole', async () => {
    const { notifications } = notificationsOver(database.db);
    const userId = somebody();
    await notifications.channels.create(userId, { name: 'x', url: 'https://hooks.example.org' });
    await notifications.notify(aNotice(userId));
    const quietHours = { fromMinute: 1_380, toMinute: 420, timeZone: 'Asia/Shanghai' };
    const events = { 'run.failed': { webhook: false } };
    await notifications.settings.change(userId, { events, quietHours });
    await database.db.$transaction((tx) => notifications.forget(userId, tx));
    const where = { userId };
    const { notification, notificationChannel, notificationDelivery, notificationChoice } =
      database.db;
    expect(await database.db.notificationQuietHours.count({ where })).toBe(0);
    expect(await notification.count({ where })).toBe(0);
    expect(await notificationChannel.count({ where })).toBe(0);
    expect(await notificationDelivery.count({ where })).toBe(0);
    expect(await notificationChoice.count({ where })).toBe(0);
  });
});
