import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createAccounts } from '../../../src/areas/accounts/index.js';
import { createAudit } from '../../../src/areas/audit/index.js';
import { listExpiring } from '../../../src/areas/connections/tokens/expiring.js';
import {
  createExpirations,
  type Expirations,
  type ExpirationsChecked,
} from '../../../src/areas/maintenance/index.js';
import type { Notifications } from '../../../src/areas/notifications/index.js';
import { collectLog } from '../../support/collect-log.js';
import { notificationsOver } from '../../support/notifications-world.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const start = new Date('2027-01-01T09:00:00.000Z');
const dayMs = 86_400_000;
const inDays = (days: number, of = start) => new Date(of.getTime() + days * dayMs);

interface Process {
  readonly notify?: Notifications['notify'];
}

function processAt(now: Date, { notify }: Process = {}): Expirations {
  const { db } = database;
  const clock = { now: () => now };
  const { log } = collectLog();
  const { notifications } = notificationsOver(db);
  return createExpirations({
    ...{ db, clock, log, accounts: createAccounts({ db, clock }) },
    audit: createAudit({ db, clock, log }),
    connections: { expiring: (at) => listExpiring(db, at) },
    notifications: notify === undefined ? notifications : { ...notifications, notify },
  });
}

const check = (now: Date): Promise<ExpirationsChecked> => processAt(now).check();

async function somebody(): Promise<string> {
  const id = `u_${randomUUID()}`;
  await database.db.user.create({ data: { id, name: id } });
  return id;
}

/** Made now, so that it may end before any test's day. */
async function aKey(userId: string, expiresAt: Date | null, name = 'a key'): Promise<string> {
  const id = `k_${randomUUID()}`;
  const hash = randomUUID();
  await database.db.apiKey.create({
    data: { id, userId, name, hash, prefix: 'wf_abc', scopes: [], expiresAt },
  });
  return id;
}

const toldTo = (userId: string) =>
  database.db.notification.findMany({
    where: { userId },
    orderBy: { id: 'asc' },
    select: { event: true, data: true },
  });
const endAll = () => database.db.apiKey.updateMany({ data: { revokedAt: start } });

describe('reminders of what ends', () => {
  it('name all keys of a person in one, each with its end, once however often it is looked', async () => {
    const userId = await somebody();
    await aKey(userId, inDays(20), 'server');
    await aKey(userId, inDays(2), '备份');
    await aKey(userId, inDays(31), 'later');
    await aKey(userId, null, 'endless');
    expect(await check(start)).toEqual({
      ...{ total: 3, due: 2, sent: 2, failed: 0, skipped: 0, disabled: 0 },
    });
    expect(await check(start)).toMatchObject({ due: 2, sent: 0, skipped: 2 });
    expect(await toldTo(userId)).toEqual([
      {
        event: 'api-keys.expiring',
        data: {
          count: 2,
          keys: '备份 (wf_abc…, 2027-01-03 09:00 UTC); server (wf_abc…, 2027-01-21 09:00 UTC)',
        },
      },
    ]);
    await endAll();
  });

  it('say how many more there are where there are many', async () => {
    const userId = await somebody();
    for (let key = 0; key < 23; key += 1) await aKey(userId, inDays(5));
    await check(start);
    const [digest] = await toldTo(userId);
    expect(digest?.data).toMatchObject({
      count: 23,
      keys: expect.stringMatching(/; \+3$/) as unknown,
    });
    await endAll();
  });

  it('are told once by two processes at once', async () => {
    const [ann, bob] = [await somebody(), await somebody()];
    for (const userId of [ann, bob, ann]) await aKey(userId, inDays(1));
    const both = await Promise.all([check(start), check(start)]);
    expect(both.reduce((sum, { sent }) => sum + sent, 0)).toBe(3);
    expect([await toldTo(ann), await toldTo(bob)].map((told) => told.length)).toEqual([1, 1]);
    await endAll();
  });

  it('begin anew for a key that is given a longer life, and are not repeated by a clock that goes back', async () => {
    const userId = await somebody();
    const id = await aKey(userId, inDays(2));
    const sent = async (days: number) => (await check(inDays(days))).sent;
    expect([await sent(0), await sent(-10), await sent(0)]).toEqual([1, 0, 0]);
    await database.db.apiKey.update({ where: { id }, data: { expiresAt: inDays(40) } });
    expect([await sent(0), await sent(10), await sent(11), await sent(37)]).toEqual([0, 1, 0, 1]);
    expect(await toldTo(userId)).toHaveLength(3);
    await endAll();
  });

  it('end with the key, which is revoked then, on record and for good', async () => {
    const userId = await somebody();
    const id = await aKey(userId, inDays(1));
    expect(await check(inDays(1))).toMatchObject({ sent: 1, disabled: 1 });
    expect(await check(inDays(2))).toMatchObject({ total: 0, disabled: 0 });
    expect(await database.db.apiKey.findUnique({ where: { id } })).toMatchObject({
      revokedAt: inDays(1),
    });
    const records = await database.db.auditLog.findMany({ where: { targetId: id } });
    expect(records).toMatchObject([{ action: 'api-key.expired', actorKind: 'system' }]);
  });

  it('are kept from who cannot get in, whose keys end all the same', async () => {
    const userId = await somebody();
    await aKey(userId, inDays(1));
    const disabledAt = start;
    await database.db.user.update({ where: { id: userId }, data: { disabledAt } });
    expect(await check(start)).toMatchObject({ due: 1, sent: 0, skipped: 1, disabled: 0 });
    expect(await check(inDays(1))).toMatchObject({ sent: 0, skipped: 1, disabled: 1 });
    expect(await toldTo(userId)).toEqual([]);
  });

  it('that could not be written down are counted, keep nobody else from theirs, and come the next time', async () => {
    const [ann, bob] = [await somebody(), await somebody()];
    for (const userId of [ann, bob]) await aKey(userId, inDays(0));
    const { notifications } = notificationsOver(database.db);
    const notify: Notifications['notify'] = (notice, session) =>
      notice.userId === ann
        ? Promise.reject(new Error('the disk is full'))
        : notifications.notify(notice, session);
    expect(await processAt(start, { notify }).check()).toMatchObject({
      ...{ due: 2, sent: 1, failed: 1, disabled: 1 },
    });
    expect(await check(inDays(1))).toMatchObject({ total: 1, sent: 1, disabled: 1 });
    expect([await toldTo(ann), await toldTo(bob)].map((told) => told.length)).toEqual([1, 1]);
  });

  it('come for connections that only their owner can make anew', async () => {
    const userId = await somebody();
    const bangumi = {
      ...{ userId, service: 'bangumi', accountKey: '1', accountName: 'ann' },
      ...{ accessToken: 'sealed', tokenFingerprint: 'f', expiresAt: inDays(9) },
    };
    const trakt = { ...bangumi, service: 'trakt', refreshToken: 'sealed' };
    await database.db.connection.createMany({ data: [bangumi, trakt] });
    const sent = [];
    for (const days of [0, 1, 2, 5, 6, 8, 9, 10]) sent.push((await check(inDays(days))).sent);
    expect(sent).toEqual([1, 0, 1, 0, 1, 1, 0, 0]);
    const told = await toldTo(userId);
    expect(told).toHaveLength(4);
    expect(told[0]).toEqual({
      event: 'connection.token-dying',
      data: { service: 'bangumi', expiresAt: inDays(9).toISOString() },
    });
    await database.db.connection.deleteMany({});
  });

  it('stop between two people when told to', async () => {
    const people = [await somebody(), await somebody()];
    for (const userId of people) await aKey(userId, inDays(1));
    let looks = 0;
    const signal = Object.assign(new AbortController().signal, {
      throwIfAborted: () => {
        looks += 1;
        if (looks === 2) throw new Error('told to stop');
      },
    });
    await expect(processAt(start).check(signal)).rejects.toThrow('told to stop');
    expect(await check(start)).toMatchObject({ due: 2, sent: 1, skipped: 1 });
    await endAll();
  });
});
