import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { MailConfig } from '../../../src/platform/config/mail-config.js';
import { eventually } from '../../support/eventually.js';
import type { MailReply, MailServerOptions } from '../../support/mail/mail-server.js';
import { linkIn, mailOf, withMail } from '../../support/mail/with-mail.js';
import { aNotice, notificationsOver } from '../../support/notifications-world.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const { aServer, somebody, aReader } = withMail(database);

const first = (reply: MailReply) => ({
  reply: (index: number) => (index === 0 ? reply : ('accept' as const)),
});

describe('a mail channel', () => {
  it('asks its reader first, and sends nothing else before they agree', async () => {
    const server = await aServer();
    const world = await somebody({ mail: mailOf(server) });
    const { notifications, userId, channel, address } = world;
    expect(world.secret).toBeNull();
    expect(channel).toMatchObject({ confirmedAt: null, destination: { kind: 'mail', address } });
    await notifications.notify(aNotice(userId, 'too early'));
    await expect(notifications.channels.test(userId, channel.id)).rejects.toThrow(/not agreed/);
    await world.deliver();
    expect(server.seen).toHaveLength(1);
    const [question] = server.seen;
    if (question === undefined) throw new Error('nothing was sent');
    expect(question).toMatchObject({ to: address, from: 'watchflow@watch.example' });
    expect(question.headers['subject']).toBe('May watchflow send you mail?');
    expect(question.headers).not.toHaveProperty('list-unsubscribe');
    expect(question.text).not.toContain('mail#stop');
    const link = linkIn(question, 'confirm');
    expect(await notifications.mailLinks.confirm(link)).toEqual({ userId, channelId: channel.id });
    await notifications.mailLinks.confirm(link);
    expect((await world.find()).confirmedAt).not.toBeNull();
    await notifications.notify(aNotice(userId, 'now'));
    await world.deliver();
    expect(server.seen.map(({ headers }) => headers['subject'])).toEqual([
      'May watchflow send you mail?',
      'Connect Trakt again',
    ]);
  });

  it('takes no link that is old, another’s, or made up', async () => {
    const server = await aServer();
    const world = await somebody({ mail: mailOf(server) });
    const other = await somebody({ mail: mailOf(server) });
    await world.deliver();
    const [mine = '', others = ''] = [world, other].map(({ address }) => {
      const mail = server.seen.find(({ to }) => to === address);
      return mail === undefined ? '' : linkIn(mail, 'confirm');
    });
    const { mailLinks } = world.notifications;
    const [, id = '', until = '', seal = ''] = mine.split('.');
    for (const link of [
      `confirm.${id}.${until}.${others.split('.')[3] ?? ''}`,
      `confirm.${id}.${Number(until) + 1}.${seal}`,
      `confirm.nc_0000000000000000.${until}.${seal}`,
      `${mine}x`,
      'confirm',
      '',
    ]) {
      await expect(mailLinks.confirm(link)).rejects.toThrow(/link/);
    }
    await expect(mailLinks.stop(mine)).rejects.toThrow(/link/);
    expect((await world.find()).confirmedAt).toBeNull();
    world.clock.moveOn(73);
    await expect(mailLinks.confirm(mine)).rejects.toThrow(/expired/);
    expect((await world.find()).confirmedAt).toBeNull();
  });

  it('asks one address three times a day, whoever wants it, and one person’s addresses ten times', async () => {
    const server = await aServer();
    const mail = mailOf(server);
    const { notifications, userId, channel, address } = await somebody({ mail });
    await notifications.channels.askAgain(userId, channel.id);
    await somebody({ mail, wish: { address: address.toUpperCase().replace('READER', 'reader') } });
    const more = somebody({ mail, wish: { address } });
    await expect(more).rejects.toMatchObject({ kind: 'throttled', retryAfter: expect.any(Number) });
    for (let n = 2; n < 10; n += 1) {
      const wish = { kind: 'mail', name: 'x', address: `${randomUUID()}@reader.example` } as const;
      const { channel: made } = await notifications.channels.create(userId, wish);
      await notifications.channels.remove(userId, made.id);
    }
    const eleventh = { kind: 'mail', name: 'x', address: 'eleven@reader.example' } as const;
    await expect(notifications.channels.create(userId, eleventh)).rejects.toThrow(/Too many/);
  });

  it.each([
    'nobody',
    'a@b',
    'a b@reader.example',
    '"a b"@reader.example',
    'a@127.0.0.1',
    'a@reader.example\r\nBcc: b@reader.example',
    'a@reader.example, b@reader.example',
    'a@reader.example>',
    `${'x'.repeat(65)}@reader.example`,
  ])('does not go to %j', async (address) => {
    const server = await aServer();
    const made = somebody({ mail: mailOf(server), wish: { address } });
    await expect(made).rejects.toThrow(/\/address/);
  });

  it('needs a mail server, and says so', async () => {
    await expect(somebody()).rejects.toMatchObject({
      kind: 'mail-not-configured',
      message: expect.stringContaining('SMTP_URL'),
    });
  });

  it('waits where the operator has taken the server away since', async () => {
    const server = await aServer();
    const world = await aReader(server);
    const { userId, channel } = world;
    const without = notificationsOver(database.db);
    const test = without.notifications.channels.test(userId, channel.id);
    await expect(test).rejects.toMatchObject({ kind: 'mail-not-configured' });
    await without.notifications.notify(aNotice(userId));
    await without.notifications.deliverDue({ limit: 20 });
    expect(await world.delivery()).toMatchObject({
      status: 'pending',
      lastError: 'no-mail-server',
    });
    world.clock.moveOn(1);
    await world.deliver();
    expect(await world.delivery()).toMatchObject({ status: 'sent', lastError: null });
  });
});

describe('a mail', () => {
  it('says what happened in the reader’s language, as text and as HTML, and how to end it', async () => {
    const server = await aServer();
    const world = await aReader(server, { locale: 'zh-CN' });
    await world.notifications.notify(aNotice(world.userId));
    expect(await world.deliver()).toEqual({ attempted: 1, nextDue: undefined });
    const [mail] = server.seen;
    if (mail === undefined) throw new Error('nothing was sent');
    const stop = `https://watch.example/app/mail#${linkIn(mail, 'stop')}`;
    expect(mail.headers).toMatchObject({
      from: 'watchflow <watchflow@watch.example>',
      to: world.address,
      subject: '请重新连接 Trakt',
      'auto-submitted': 'auto-generated',
      'message-id': `<${(await world.delivery())?.id ?? ''}@watch.example>`,
      'list-unsubscribe': `<${stop}>`,
    });
    for (const said of [mail.text, mail.html]) {
      expect(said).toContain('Trakt 不再接受此前的授权');
      expect(said).toContain('https://watch.example/app/api/v1/connections/trakt/auth/init');
      expect(said).toContain(stop);
    }
    expect(mail.html).toContain('<html lang="zh-CN">');
    expect(await world.delivery()).toMatchObject({ status: 'sent', attempts: 1, lastStatus: 250 });
  });

  it('holds what a person called something, and nothing more of it', async () => {
    const server = await aServer();
    const world = await aReader(server);
    const { notifications, userId } = world;
    const title = 'x"\r\nBcc: all@reader.example\r\n\r\n<script>alert(1)</script>&amp; {runId}';
    await notifications.settings.change(userId, { events: { 'list.created': { mail: true } } });
    const data = { listId: 'l', runId: 'r', title, total: 1 };
    await notifications.notify({ userId, event: 'list.created', dedupeKey: 'l', data });
    await world.deliver();
    const [mail] = server.seen;
    if (mail === undefined) throw new Error('nothing was sent');
    expect(mail.to).toBe(world.address);
    expect(mail.headers).not.toHaveProperty('bcc');
    expect(mail.headers['subject']).toContain('Bcc: all@reader.example <script>');
    expect(mail.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp; {runId}');
    expect(mail.html).not.toContain('<script');
    expect(mail.text).toContain('<script>alert(1)</script>&amp; {runId}');
  });

  it('is sent once, however often it is told and worked off', async () => {
    const server = await aServer();
    const world = await aReader(server);
    await world.notifications.notify(aNotice(world.userId));
    await world.notifications.notify(aNotice(world.userId));
    await Promise.all([world.deliver(), world.deliver(), world.deliver()]);
    await world.deliver();
    expect(server.seen).toHaveLength(1);
  });

  it.each<[string, MailServerOptions, object]>([
    [
      '451 to its reader',
      first({ at: 'reader', code: 451 }),
      { lastStatus: 451, lastError: 'deferred' },
    ],
    [
      '421 to its text',
      first({ at: 'data', code: 421 }),
      { lastStatus: 421, lastError: 'deferred' },
    ],
    ['553 to who it is from', first({ at: 'sender', code: 553 }), { lastError: 'sender-refused' }],
    [
      'a broken connection after its text',
      first('drop'),
      { lastStatus: null, lastError: 'unreachable' },
    ],
    ['no answer', first('hang'), { lastStatus: null, lastError: 'timeout' }],
  ])('is sent again after %s, under the same Message-ID', async (_name, options, state) => {
    const server = await aServer(options);
    const world = await aReader(server);
    await world.notifications.notify(aNotice(world.userId));
    await world.deliver();
    const delivery = await world.delivery();
    expect(delivery).toMatchObject({ status: 'pending', attempts: 1, ...state });
    expect((await world.deliver()).attempted).toBe(0);
    world.clock.moveOn(1);
    await world.deliver();
    expect(await world.delivery()).toMatchObject({ status: 'sent', attempts: 2, lastStatus: 250 });
    expect(server.begun()).toBe(2);
    const ids = new Set(server.seen.map(({ headers }) => headers['message-id']));
    expect(ids).toEqual(new Set([`<${delivery?.id ?? ''}@watch.example>`]));
    const links = new Set(server.seen.map((mail) => linkIn(mail, 'stop')));
    expect(links.size).toBe(1);
    expect(JSON.stringify(world.lines)).not.toContain('secret words');
  });

  it.each<{ what: string; mail: Partial<MailConfig>; options: MailServerOptions; error: string }>([
    {
      what: 'a wrong password',
      mail: { credentials: { user: 'ann', password: 'wrong' } },
      options: { credentials: { user: 'ann', password: 'right' } },
      error: 'sign-in-refused',
    },
    { what: 'no TLS where it is required', mail: { tls: 'required' }, options: {}, error: 'tls' },
    {
      what: 'a certificate nobody vouches for',
      mail: { tls: 'required' },
      options: { offersTls: true },
      error: 'tls',
    },
    { what: 'no server', mail: { host: '127.0.0.2' }, options: {}, error: 'unreachable' },
  ])('waits where there is $what, and nothing goes in the clear', async (at) => {
    const server = await aServer(at.options);
    const world = await aReader(server, { mail: mailOf(server, at.mail) });
    await world.notifications.notify(aNotice(world.userId));
    await world.deliver();
    expect(await world.delivery()).toMatchObject({ status: 'pending', lastError: at.error });
    expect(server.seen).toEqual([]);
    expect(await world.find()).toMatchObject({ enabled: true });
  });

  it('signs in where it has a password', async () => {
    const credentials = { user: 'ann', password: 'right' };
    const server = await aServer({ credentials });
    const world = await aReader(server, { mail: mailOf(server, { credentials }) });
    await world.notifications.notify(aNotice(world.userId));
    await world.deliver();
    expect(server.seen).toHaveLength(1);
  });

  it('taken up by somebody who died is sent when their lease ends', async () => {
    const server = await aServer(first('hang'));
    const world = await aReader(server);
    await world.notifications.notify(aNotice(world.userId));
    const dying = new AbortController();
    const dead = world.notifications.deliverDue({ limit: 20, signal: dying.signal });
    await eventually(() => Promise.resolve(server.begun() > 0 ? true : undefined), 'the mail');
    dying.abort();
    await expect(dead).rejects.toThrow(/abort/);
    expect((await world.deliver()).attempted).toBe(0);
    world.clock.moveOn(1);
    await world.deliver();
    expect(await world.delivery()).toMatchObject({ status: 'sent', attempts: 2 });
  });
});
