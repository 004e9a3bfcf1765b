import { describe, expect, it } from '@jest/globals';
import type { Digest } from '../../../src/areas/notifications/index.js';
import type { MailReply, MailServer } from '../../support/mail/mail-server.js';
import { linkIn, withMail } from '../../support/mail/with-mail.js';
import { aNotice, notificationsOver } from '../../support/notifications-world.js';
import { answer, startRawServer } from '../../support/raw-server.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const { aServer, aReader } = withMail(database);

type Reader = Awaited<ReturnType<typeof aReader>>;

/** Not urgent; another key is another thing. */
const parked = (userId: string, key: string, count = 1) =>
  ({ userId, event: 'plays.parked', dedupeKey: key, data: { runId: key, count } }) as const;

/** So many minutes from now, by the clock of the world, as a minute of the day in UTC. */
function minuteIn({ clock }: Reader, minutes: number): number {
  const day = 24 * 60;
  const now = clock.now();
  return (now.getUTCHours() * 60 + now.getUTCMinutes() + minutes + day) % day;
}

/** Quiet since an hour ago, for four hours more. */
async function beQuiet(world: Reader): Promise<void> {
  const [fromMinute, toMinute] = [minuteIn(world, -60), minuteIn(world, 240)];
  const quietHours = { fromMinute, toMinute, timeZone: 'UTC' };
  await world.notifications.settings.change(world.userId, { quietHours });
}

const daily = (world: Reader): Digest => ({
  kind: 'daily',
  minute: minuteIn(world, 120),
  timeZone: 'UTC',
});

const setDigest = ({ notifications, userId, channel }: Reader, digest: Digest) =>
  notifications.channels.update(userId, channel.id, { digest });

const subjects = ({ seen }: MailServer) => seen.map(({ headers }) => headers['subject']);

describe('quiet hours', () => {
  it('hold back what is not urgent until they end, in one mail; webhooks one by one', async () => {
    const server = await aServer();
    const world = await aReader(server);
    const { notifications, userId } = world;
    const hook = await startRawServer(() => answer(204));
    await notifications.channels.create(userId, { name: 'hook', url: hook.url });
    await beQuiet(world);
    for (const key of ['a', 'b', 'c']) await notifications.notify(parked(userId, key));
    await notifications.notify(aNotice(userId));
    await world.deliver();
    expect(subjects(server)).toEqual(['Connect Trakt again']);
    expect(hook.seen).toHaveLength(1);
    world.clock.moveOn(3.9);
    await world.deliver();
    expect(server.seen).toHaveLength(1);
    world.clock.moveOn(0.2);
    await world.deliver();
    expect(subjects(server)).toEqual(['Connect Trakt again', '3 notifications from watchflow']);
    expect(hook.seen).toHaveLength(4);
    expect((await world.deliveries()).map(({ status }) => status)).toEqual(Array(4).fill('sent'));
    await hook.close();
  });

  it('hold back further attempts, too', async () => {
    const server = await aServer({
      reply: (index) => (index === 0 ? { at: 'reader', code: 451 } : 'accept'),
    });
    const world = await aReader(server);
    await world.notifications.notify(parked(world.userId, 'a'));
    await beQuiet(world);
    // It was to go at once, and was told before they were chosen.
    expect((await world.deliver()).attempted).toBe(0);
    await world.notifications.settings.change(world.userId, { quietHours: null });
    await world.deliver();
    await beQuiet(world);
    world.clock.moveOn(1);
    await world.deliver();
    expect(server.begun()).toBe(1);
    expect(await world.delivery()).toMatchObject({ status: 'pending', attempts: 1 });
    world.clock.moveOn(3.1);
    await world.deliver();
    expect(await world.delivery()).toMatchObject({ status: 'sent', attempts: 2 });
  });

  it('hold back what comes late, and lose nothing of it', async () => {
    const server = await aServer();
    const world = await aReader(server);
    const { notifications, userId } = world;
    const [fromMinute, toMinute] = [minuteIn(world, 90), minuteIn(world, 300)];
    const quietHours = { fromMinute, toMinute, timeZone: 'UTC' };
    await notifications.settings.change(userId, { quietHours });
    await setDigest(world, { kind: 'hourly' });
    for (const key of ['a', 'b', 'c']) await notifications.notify(parked(userId, key));
    // Due within the hour, but nobody delivered.
    world.clock.moveOn(2);
    await world.deliver();
    await notifications.notify(parked(userId, 'd'));
    await notifications.notify(parked(userId, 'e'));
    expect((await world.deliver()).attempted).toBe(0);
    expect(server.seen).toEqual([]);
    world.clock.moveOn(3.1);
    await world.deliver();
    expect((await world.deliveries()).map(({ status }) => status)).toEqual(Array(5).fill('sent'));
    expect(server.seen).toHaveLength(2);
  });

  it('that are given up let go what they held', async () => {
    const server = await aServer();
    const world = await aReader(server);
    const { notifications, userId } = world;
    await beQuiet(world);
    await notifications.notify(parked(userId, 'a'));
    expect((await world.deliver()).attempted).toBe(0);
    await notifications.settings.change(userId, { quietHours: null });
    await world.deliver();
    expect(server.seen).toHaveLength(1);
  });
});

describe('a digest', () => {
  it('is one mail of everything that came until its time; what is urgent goes before', async () => {
    const server = await aServer();
    const world = await aReader(server);
    const { notifications, userId } = world;
    await setDigest(world, daily(world));
    await notifications.notify(parked(userId, 'first', 4_711));
    await notifications.notify(parked(userId, 'second', 4_712));
    await notifications.notify(aNotice(userId));
    await world.deliver();
    expect(subjects(server)).toEqual(['Connect Trakt again']);
    world.clock.moveOn(2);
    await world.deliver();
    expect(subjects(server)).toEqual(['Connect Trakt again', '2 notifications from watchflow']);
    const { text = '', html = '' } = server.seen[1] ?? {};
    for (const said of [text, html]) {
      expect(said.indexOf('4711')).toBeGreaterThan(-1);
      expect(said.indexOf('4711')).toBeLessThan(said.indexOf('4712'));
    }
    expect(await world.deliver()).toMatchObject({ attempted: 0, nextDue: undefined });
    expect(server.seen).toHaveLength(2);
  });

  it('that is tried again holds the same, and what came since goes in the next', async () => {
    const server = await aServer({ reply: (index) => (index === 0 ? 'drop' : 'accept') });
    const world = await aReader(server);
    const { notifications, userId } = world;
    await setDigest(world, { kind: 'hourly' });
    for (const key of ['a', 'b']) await notifications.notify(parked(userId, key));
    world.clock.moveOn(1);
    await Promise.all([world.deliver(), world.deliver()]);
    const waiting = await world.deliveries();
    expect(waiting.map(({ status, attempts }) => [status, attempts])).toEqual([
      ['pending', 1],
      ['pending', 1],
    ]);
    await notifications.notify(parked(userId, 'c'));
    world.clock.moveOn(1);
    for (let n = 0; n < 2; n += 1) await notifications.deliverDue({ limit: 1 });
    const idsOf = (subject: string) =>
      server.seen
        .filter(({ headers }) => headers['subject'] === subject)
        .map(({ headers }) => headers['message-id']);
    const both = idsOf('2 notifications from watchflow');
    expect(both).toHaveLength(2);
    expect(new Set(both).size).toBe(1);
    expect(idsOf('1 plays wait for you')).toEqual([expect.not.stringMatching(String(both[0]))]);
    expect((await world.deliveries()).map(({ status }) => status)).toEqual(Array(3).fill('sent'));
  });

  it('that is refused for good fails whole, and each part can be sent again by itself', async () => {
    const server = await aServer({
      reply: (index) => (index === 0 ? { at: 'data', code: 554 } : 'accept'),
    });
    const world = await aReader(server);
    const { notifications, userId, channel } = world;
    await setDigest(world, { kind: 'hourly' });
    for (const key of ['a', 'b']) await notifications.notify(parked(userId, key));
    world.clock.moveOn(1);
    await world.deliver();
    const failed = await world.deliveries();
    expect(failed.map(({ lastError }) => lastError)).toEqual(['mail-refused', 'mail-refused']);
    const wish = { userId, channelId: channel.id, id: failed[0]?.id ?? '' };
    expect(await notifications.channels.retry(wish)).toMatchObject({ status: 'pending' });
    await expect(notifications.channels.retry(wish)).rejects.toMatchObject({ kind: 'not-failed' });
    await world.deliver();
    expect(subjects(server)).toEqual(['2 notifications from watchflow', '1 plays wait for you']);
    const after = await world.deliveries();
    expect(after.map(({ status }) => status)).toEqual(['sent', 'failed']);
    await expect(notifications.channels.retry({ ...wish, userId: 'u_x' })).rejects.toThrow(
      /no such/,
    );
    await notifications.channels.update(userId, channel.id, { enabled: false });
    const off = { ...wish, id: failed[1]?.id ?? '' };
    await expect(notifications.channels.retry(off)).rejects.toThrow(/switched off/);
  });

  it('takes in what waits when it is chosen, and lets it go when it is not any more', async () => {
    const server = await aServer();
    const world = await aReader(server);
    await world.notifications.notify(parked(world.userId, 'a'));
    await setDigest(world, daily(world));
    expect((await world.deliver()).attempted).toBe(0);
    await setDigest(world, { kind: 'immediate' });
    await world.deliver();
    expect(server.seen).toHaveLength(1);
  });

  it('is of mail only', async () => {
    const { notifications } = notificationsOver(database.db);
    const hook = {
      name: 'x',
      url: 'https://hooks.example.org',
      digest: { kind: 'hourly' },
    } as const;
    await expect(notifications.channels.create('u_x', hook)).rejects.toThrow(/\/digest/);
  });
});

it('tests of a channel go out at once, whatever waits, and five in ten minutes', async () => {
  const server = await aServer();
  const world = await aReader(server);
  const { notifications, userId, channel } = world;
  await beQuiet(world);
  await setDigest(world, daily(world));
  for (let n = 0; n < 5; n += 1) await notifications.channels.test(userId, channel.id);
  await expect(notifications.channels.test(userId, channel.id)).rejects.toMatchObject({
    kind: 'throttled',
  });
  for (let n = 0; n < 2; n += 1) await world.deliver();
  expect(subjects(server)).toEqual(Array(5).fill('A test from watchflow'));
});

const always = (reply: MailReply) => ({ reply: () => reply });

describe('mails that are refused for good', () => {
  it.each<[string, MailReply, string]>([
    ['their address', { at: 'reader', code: 550 }, 'address-refused'],
    ['their text', { at: 'data', code: 554 }, 'mail-refused'],
  ])(
    'for %s fail at once, and the third in a row switches the channel off',
    async (_for, reply, lastError) => {
      const server = await aServer(always(reply));
      const world = await aReader(server);
      const { notifications, userId } = world;
      for (const key of ['a', 'b']) {
        await notifications.notify(aNotice(userId, key));
        await world.deliver();
      }
      expect(await world.delivery()).toMatchObject({ status: 'failed', attempts: 1, lastError });
      expect(await world.find()).toMatchObject({ enabled: true });
      await notifications.notify(aNotice(userId, 'c'));
      await world.deliver();
      expect(await world.find()).toMatchObject({ enabled: false, disabledReason: 'refused' });
      const { items } = await notifications.inbox.list(userId, { limit: 10 });
      expect(items.filter(({ event }) => event === 'channel.mail-refused')).toHaveLength(1);
      await notifications.notify(aNotice(userId, 'd'));
      await world.deliver();
      expect(server.begun()).toBe(3);
    },
  );

  it('are forgotten by one that arrives', async () => {
    const refused: MailReply = { at: 'reader', code: 550 };
    const server = await aServer({ reply: (index) => (index === 2 ? 'accept' : refused) });
    const world = await aReader(server);
    for (const key of ['a', 'b', 'c', 'd', 'e']) {
      await world.notifications.notify(aNotice(world.userId, key));
      await world.deliver();
    }
    expect(server.begun()).toBe(5);
    expect(await world.find()).toMatchObject({ enabled: true });
  });
});

describe('a reader', () => {
  it('ends the mails by the link in each, and has to agree anew', async () => {
    const server = await aServer();
    const world = await aReader(server);
    const { notifications, userId, channel } = world;
    await notifications.notify(aNotice(userId, 'a'));
    await world.deliver();
    const [mail] = server.seen;
    const link = mail === undefined ? '' : linkIn(mail, 'stop');
    await notifications.notify(aNotice(userId, 'waits'));
    await notifications.mailLinks.stop(link);
    await notifications.mailLinks.stop(link);
    expect(await world.find()).toMatchObject({ enabled: false, disabledReason: 'stopped' });
    await notifications.channels.update(userId, channel.id, { enabled: true });
    await world.deliver();
    await notifications.notify(aNotice(userId, 'later'));
    await world.deliver();
    expect(server.seen).toHaveLength(1);
    expect(await world.delivery()).toMatchObject({ status: 'failed', lastError: 'channel-off' });
    await notifications.channels.askAgain(userId, channel.id);
    await world.deliver();
    const again = server.seen.at(-1);
    if (again === undefined) throw new Error('nothing was asked');
    await notifications.mailLinks.confirm(linkIn(again, 'confirm'));
    await notifications.notify(aNotice(userId, 'at last'));
    await world.deliver();
    expect(server.seen).toHaveLength(3);
  });
});
