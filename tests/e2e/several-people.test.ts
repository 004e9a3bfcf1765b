import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { auditLog, everyDueTime } from '../support/e2e/books.js';
import { openBrowser } from '../support/e2e/browser.js';
import { connectByPhone, consent } from '../support/e2e/connecting.js';
import { setUpBy } from '../support/e2e/set-up-page.js';
import { series, unmappable, withTwoPeople } from '../support/e2e/two-people.js';
import { eventually, until } from '../support/eventually.js';
import { processesNaming } from '../support/process/processes-naming.js';
import { anAccount } from '../support/scenario-builders.js';

const world = withTwoPeople();
const password = 'correct horse battery';
const jitterMs = 20_000;
/** A minute, the jitter, and the sync. */
const tickMs = 100_000;

describe('people come in', () => {
  it('the administrator by the printed link, once, on a page in Chinese', async () => {
    const { installation, admin, member } = world();
    const { home, setUpLink } = installation;
    const { browser, name } = admin;
    expect(setUpLink).toMatch(new RegExp(`^${home}/setup#[\\w-]{43}$`));
    const typo = await setUpBy(browser, setUpLink, { name, password, again: 'a typo, a typo' });
    expect([typo.said, typo.isFormHidden]).toEqual(['两次输入的密码不一致。', false]);
    const done = await setUpBy(browser, setUpLink, { name, password });
    expect([done.page.language, done.page.heading]).toEqual(['zh-CN', '设置 watchflow']);
    expect([done.said, done.isFormHidden]).toEqual(['设置完成，您已登录： 小明', true]);
    expect((await browser.api('GET', '/api/v1/me')).body).toMatchObject({
      user: { name: '小明', role: 'admin', locale: 'zh-CN' },
    });
    const again = await setUpBy(member.browser, setUpLink, { name: 'Eve', password });
    expect(again).toMatchObject({ page: { language: 'en' }, isFormHidden: false });
    expect(again.said).toMatch(/used|no longer/);
    expect((await member.browser.api('GET', '/api/v1/me')).status).toBe(401);
  });

  it('the member by a link of the administrator, in a browser of their own', async () => {
    const { admin, member } = world();
    const { name } = member;
    const wish = { name, role: 'member', locale: 'en' };
    const { status, body } = await admin.browser.api('POST', '/api/v1/users', wish);
    expect(status).toBe(201);
    const { setup_url: link } = z.looseObject({ setup_url: z.string() }).parse(body);
    const done = await setUpBy(member.browser, link, { name, password });
    expect(done.said).toBe('Done. You are signed in as Bob');
    expect((await member.browser.api('GET', '/api/v1/me')).body).toMatchObject({
      user: { id: expect.not.stringMatching(await admin.id()), name: 'Bob', role: 'member' },
    });
  });
});

describe('people connect their accounts', () => {
  const begin = '/api/trakt/auth/init?redirect=1&return_to=/docs';

  it('and are told of a forged return in the language of the browser', async () => {
    const { home } = world().installation;
    for (const [acceptLanguage, heading] of [
      ['zh-CN,en;q=0.5', '链接无效'],
      ['en-US,zh;q=0.5', 'This link leads nowhere'],
    ] as const) {
      const stranger = openBrowser({ home, acceptLanguage });
      const page = await stranger.goTo('/api/trakt/auth/callback?state=forged&code=forged');
      expect([page.status, page.outcome, page.heading]).toEqual([400, 'unknown-state', heading]);
    }
  });

  it('the administrator by consenting, at the second attempt', async () => {
    const { admin, member } = world();
    const { browser, account } = admin;
    const asking = await browser.goTo(begin);
    expect(asking.heading).toBe('the-client wants to use your account');
    expect(new URL(asking.url).searchParams.get('code_challenge_method')).toBe('S256');
    const denied = await browser.submit(asking, { decision: 'deny' });
    expect([denied.status, denied.outcome, denied.heading]).toEqual([403, 'denied', '未连接']);
    expect(await account.connection('trakt')).toMatchObject({ state: 'missing' });

    const again = await browser.goTo(denied.links.get('重新开始') ?? '');
    const trakt = await consent(admin, again);
    expect([trakt.outcome, trakt.language]).toEqual(['connected', 'zh-CN']);
    expect(trakt.html).toContain('Trakt 账号 person-1 已连接到 小明');
    const elsewhere = await member.browser.goTo(trakt.url);
    expect([elsewhere.status, elsewhere.heading]).toEqual([403, 'This was begun elsewhere']);

    const asked = await browser.goTo(begin.replace('trakt', 'v1/connections/bangumi'));
    const bangumi = await consent(admin, asked);
    expect([bangumi.outcome, bangumi.heading]).toEqual(['connected', 'Bangumi 已连接']);
    const docs = await browser.goTo(bangumi.links.get('继续') ?? '');
    expect([docs.status, new URL(docs.url).pathname]).toEqual([200, '/docs']);
    expect(await account.schedule()).toMatchObject({ state: 'running' });
  });

  it('the member by a code typed on a phone, and by a personal token', async () => {
    const { installation, member } = world();
    const { browser, service, account } = member;
    await connectByPhone(member, installation.home);
    const token = { access_token: anAccount(2).bangumiToken };
    expect(await browser.api('PUT', '/api/v1/connections/bangumi/token', token)).toMatchObject({
      status: 200,
      body: { state: 'connected', account_name: service },
    });
    expect(await account.schedule()).toMatchObject({ state: 'running' });
  });
});

describe('their schedules', () => {
  it('are due every minute at most, and carry by themselves what was watched', async () => {
    const { admin, member, receiveWebhooks } = world();
    const tooShort = { sync_interval: '30s' };
    expect(await member.browser.api('PUT', '/api/v1/schedules/history', tooShort)).toMatchObject({
      status: 400,
    });
    for (const person of [admin, member]) {
      await person.runEveryMinute();
      await receiveWebhooks(person);
      person.watch(series, 1);
    }
    for (const person of [admin, member]) {
      await person.marked(series, 1, tickMs);
      const [tick] = await person.account.ticks();
      person.sawTick(tick?.at ?? '');
      expect(tick).toMatchObject({ at: person.firstDue(), outcome: 'ran' });
      const [run] = await person.account.runs();
      expect(run).toMatchObject({ trigger: 'schedule' });
    }
  }, 240_000);

  it('run out of turn too', async () => {
    const { admin, member } = world();
    for (const person of [admin, member]) {
      person.watch(series, 2);
      await person.runNow();
    }
    await Promise.all([admin.marked(series, 2, tickMs), member.marked(series, 2, tickMs)]);
    expect([admin.timesRunNow(), member.timesRunNow()]).toEqual([1, 1]);
  }, 120_000);

  it('are nobody else’s, like all that people have', async () => {
    const { admin, member } = world();
    const { browser } = member;
    const [run] = await admin.account.runs();
    const id = await admin.id();
    for (const [method, path, status] of [
      ['GET', '/api/v1/users', 403],
      ['POST', '/api/v1/users', 403],
      ['GET', `/api/v1/users/${id}`, 404],
      ['DELETE', `/api/v1/users/${id}`, 404],
      ['POST', `/api/v1/users/${id}/setup-link`, 403],
      ['GET', `/api/v1/runs/${run?.id ?? ''}`, 404],
      ['GET', `/api/v1/runs/${run?.id ?? ''}/items`, 404],
      ['GET', `/api/v1/runs/${run?.id ?? ''}/progress`, 404],
    ] as const) {
      const body = method === 'GET' ? undefined : method === 'POST' ? { name: 'Eve' } : {};
      expect([path, (await browser.api(method, path, body)).status]).toEqual([path, status]);
    }
    expect((await browser.api('GET', '/api/v1/schedules/summary')).body).toMatchObject({
      of: 'own',
      total: 1,
    });
  });
});

describe('trouble', () => {
  let pausedDue = '';

  it('of a token taken back is told to its person once, and is no concern of the other', async () => {
    const { installation, admin, member, webhooksOf } = world();
    installation.trakt.oauth.revokeGrants(admin.service);
    admin.watch(series, 3);
    for (const number of [1, 2]) member.watch(unmappable, number);
    member.watch(series, 3);
    await admin.runNow();
    await member.runNow();
    await eventually(async () => {
      const [tick] = await admin.account.ticks();
      return tick?.outcome === 'skipped' ? true : undefined;
    }, 'a tick that is skipped');
    expect((await admin.browser.api('POST', '/api/v1/runs', {})).status).toBe(202);
    const run = await eventually(async () => {
      const [latest] = await admin.account.runs();
      return latest?.trigger === 'manual' && latest.status !== 'running' ? latest : undefined;
    }, 'the end of the run');
    expect(run.status).toBe('needs-reauth');
    expect(await admin.account.connection('trakt')).toMatchObject({ state: 'needs-reauth' });
    expect(admin.isMarked(series, 3)).toBe(false);
    await member.marked(series, 3, tickMs);
    await until(() => webhooksOf(admin).length > 0, 'the webhook of the administrator');
  }, 120_000);

  it('of a pause made with Temporal’s own tools is shown, and left to whoever made it', async () => {
    const { installation, admin, member } = world();
    const { schedule_id: id } = await member.account.schedule();
    await installation.temporalCli.pause(id, 'moving house');
    const paused = await member.account.schedule();
    expect(paused).toMatchObject({
      state: 'paused',
      paused: { by: 'outside', reason: 'moving house' },
    });
    pausedDue = paused.next_runs[0]?.at ?? '';
    member.watch(series, 4);
    const reason = { reason: 'I would like to go on' };
    expect(
      await member.browser.api('POST', '/api/v1/schedules/history/resume', reason),
    ).toMatchObject({ status: 409, body: { code: 'schedule-held' } });
    expect((await admin.browser.api('GET', '/api/v1/schedules/summary')).body).toMatchObject({
      of: 'everyone',
      total: 2,
      running: 1,
      paused: { outside: 1 },
    });
  });

  it('of the token ends when its person follows the link of the notification', async () => {
    const { admin } = world();
    const [notification] = await admin.account.notifications();
    const asked = await admin.browser.goTo(notification?.link ?? '');
    expect(await consent(admin, asked)).toMatchObject({ outcome: 'connected' });
    await admin.runNow();
    await admin.marked(series, 3, tickMs);
  }, 120_000);

  it('of the pause is written down for its due times, and ends with it', async () => {
    const { installation, member } = world();
    const { temporalCli } = installation;
    // Until then it could still come: the server looks for a pause when the jitter is over.
    const latest = Date.parse(pausedDue) + jitterMs;
    await until(() => Date.now() > latest, 'a due time to pass', tickMs);
    const tick = await eventually(
      async () => {
        await temporalCli.trigger('job:schedule-watch');
        return (await member.account.ticks()).find(({ at }) => at === pausedDue);
      },
      'what became of the due time',
      30_000,
    );
    expect(tick).toMatchObject({ outcome: 'paused', why: 'outside' });
    expect(member.isMarked(series, 4)).toBe(false);
    await temporalCli.unpause((await member.account.schedule()).schedule_id, 'moved in');
    expect(await member.account.schedule()).toMatchObject({ state: 'running', paused: null });
    await member.runNow();
    await member.marked(series, 4, tickMs);
  }, 240_000);
});

describe('at the end', () => {
  it('every play is accounted for', async () => {
    const { admin, member } = world();
    for (const [person, proven, parked] of [
      [admin, 3, 0],
      [member, 4, 2],
    ] as const) {
      const runs = await eventually(async () => {
        const all = await person.account.runs();
        return all.some(({ status }) => status === 'running') ? undefined : all;
      }, 'the end of the last run');
      expect(runs[0]?.certificate).toMatchObject({
        complete: true,
        plays: { promised: proven + parked, stored: proven + parked, proven, parked },
      });
      const items = await Promise.all(runs.map(({ id }) => person.account.items(id)));
      const states = items.flat().map(({ source_ref: play, state }) => [play, state]);
      expect(new Map(states.map(([play = '', state = '']) => [play, state]))).toEqual(
        person.plays(),
      );
    }
  });

  it('every due time has exactly one outcome', async () => {
    const { admin, member } = world();
    for (const person of [admin, member]) {
      const { due, others } = await everyDueTime(person);
      expect(due.length).toBeGreaterThan(0);
      for (const [at, outcomes] of due) expect([at, outcomes]).toEqual([at, [expect.any(String)]]);
      // One that fell upon a due time is that due time’s.
      expect(others).toBeLessThanOrEqual(person.timesRunNow());
    }
    const tick = (await member.account.ticks()).find(({ outcome }) => outcome === 'paused');
    expect(tick).toMatchObject({ why: 'outside' });
  }, 90_000);

  it('people were told what concerns them, in their language, and nothing twice', async () => {
    const { installation, admin, member, webhooksOf } = world();
    const link = '/api/v1/connections/trakt/auth/init?redirect=1';
    expect(await admin.account.notifications()).toMatchObject([
      { event: 'connection.needs-reauth', title: '请重新连接 Trakt', link },
    ]);
    expect(webhooksOf(admin)).toMatchObject([
      {
        type: 'connection.needs-reauth',
        data: { locale: 'zh-CN', title: '请重新连接 Trakt', link: installation.home + link },
      },
    ]);
    expect(await member.account.notifications()).toMatchObject([
      { event: 'plays.parked', title: '2 plays wait for you' },
    ]);
    expect(webhooksOf(member)).toMatchObject([
      { type: 'plays.parked', data: { locale: 'en', title: '2 plays wait for you' } },
    ]);
  });

  it('the audit log names who did what', async () => {
    const { installation, admin, member } = world();
    const rows = await auditLog(installation.dataDir);
    for (const [person, expected] of [
      [admin, { 'user.set-up': 1, 'user.created': 1, 'connection.connected': 3 }],
      [member, { 'user.set-up': 1, 'user.created': 0, 'connection.connected': 2 }],
    ] as const) {
      const id = await person.id();
      const done = (action: string) => rows.filter((row) => row === `${id} ${action} done`).length;
      const runs = { 'settings.changed': 1, 'schedule.triggered': person.timesRunNow() };
      for (const [action, times] of Object.entries({ ...expected, ...runs }))
        expect([person.name, action, done(action)]).toEqual([person.name, action, times]);
    }
    expect(rows.filter((row) => row.endsWith('refused')).length).toBeGreaterThan(3);
  });

  it('the process ends in order, and nothing is left of it', async () => {
    const { process, dataDir } = world().installation;
    process.kill('SIGTERM');
    expect(await process.ended).toEqual({ code: 0, signal: null });
    expect(await processesNaming(dataDir)).toEqual([]);
  }, 90_000);
});
