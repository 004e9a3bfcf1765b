import { describe, expect, it } from '@jest/globals';
import { deviceWorkflowId } from '../../../src/workflows/contract.js';
import { eventually } from '../../support/eventually.js';
import { decideAt, decideForDevice } from '../../support/oauth-browser.js';
import { findIn, placeOf, placesInDatabase, placesInWorkflows } from '../secrets/places.js';
import {
  asJson,
  asPage,
  attemptBody,
  attemptsOf,
  begun,
  connections,
  problem,
  told,
  withConnections,
  type Browser,
} from './connected-world.js';

const world = withConnections();
describe('connecting by code', () => {
  it('ends in the session that began it, once, with a page in the language of the person', async () => {
    const { trakt, decide, someone, browse } = world();
    const { id, name, browser } = await someone('zh-CN');
    const elsewhere = browse();
    await elsewhere.signIn(name, 'correct horse battery');
    const { path, attemptId, url } = await decide(browser, 'trakt', { account: 'bob' });
    expect(new URL(url).searchParams.get('code_challenge_method')).toBe('S256');
    trakt.resetCounts();
    for (const other of [elsewhere, (await someone()).browser, browse()]) {
      const answer = await other.call('get', path, { headers: asPage });
      expect([answer.status, answer.data]).toEqual([
        403,
        expect.stringContaining('data-outcome="other-session"'),
      ]);
    }
    expect(await attemptsOf(browser, attemptId)).toMatchObject({ status: 'pending' });

    const page = await browser.call('get', path, {
      headers: { ...asPage, 'accept-language': 'en' },
    });
    expect(page.status).toBe(200);
    expect(page.data).toContain('<html lang="zh-CN">');
    expect(page.data).toContain(`Trakt 账号 bob 已连接到 ${name}`);
    expect(page.headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("script-src 'self'"),
    });
    expect(page.data).not.toMatch(/<script>|\son\w+=|style=|https?:/);
    const again = await browser.call('get', path, { headers: asPage });
    expect([again.status, again.data]).toEqual([200, page.data]);
    expect(trakt.counts()['POST /oauth/token']).toBe(1);
    expect(await world().auditOf(id, 'connection.connected')).toBe(1);
    const one = await browser.call('get', `${connections}/trakt`);
    expect(one.data).toMatchObject({
      state: 'connected',
      account_name: 'bob',
      method: 'oauth',
      renews_itself: true,
    });
  });

  it('begun with a key ends in any browser but another person’s', async () => {
    const { someone, browse } = world();
    const { key } = await someone();
    const by = { authorization: `Bearer ${key}` };
    const asked = await browse().call('get', '/api/trakt/auth/init?redirect=1&return_to=/docs', {
      headers: by,
    });
    expect(asked.status).toBe(302);
    const back = new URL(await decideAt(String(asked.headers['location'])));
    const path = back.pathname + back.search;
    const other = (await someone()).browser;
    const refused = await other.call('get', path, { headers: asJson });
    expect(told(refused)).toEqual(problem(403, 'other-session'));
    const answer = await browse().call('get', path, { headers: asJson });
    expect(told(answer)).toEqual([
      200,
      expect.objectContaining({ status: 'connected', account_name: 'ann', return_to: '/docs' }),
    ]);
    const page = await browse().call('get', path, { headers: asPage });
    expect(page.data).toContain('<a href="/docs">Go on</a>');
  });

  it('tells every other ending, on a page and to a program', async () => {
    const { someone, decide, browse, trakt, clock } = world();
    const { browser } = await someone();
    const code = (path: string) => path.replace(/code=[^&]+/, 'code=another');
    const endings = [
      { status: 403, outcome: 'denied', code: 'consent-denied', decision: 'deny' },
      { status: 400, outcome: 'code-refused', code: 'code-refused', change: code },
      {
        status: 503,
        outcome: 'service-away',
        code: 'upstream-unavailable',
        before: () =>
          trakt.faults.add({
            match: { path: '/oauth/token' },
            fault: { kind: 'status', status: 500 },
          }),
      },
      {
        status: 410,
        outcome: 'expired',
        code: 'attempt-expired',
        before: () => {
          clock.moveOn(0.17);
        },
      },
    ] as const;
    for (const ending of endings) {
      const decision = 'decision' in ending ? { decision: ending.decision } : {};
      const { path } = await decide(browser, 'trakt', decision);
      if ('before' in ending) ending.before();
      const there = 'change' in ending ? ending.change(path) : path;
      const page = await browser.call('get', there, { headers: asPage });
      expect([page.status, page.data]).toEqual([
        ending.status,
        expect.stringContaining(`data-outcome="${ending.outcome}"`),
      ]);
      expect(page.data).toContain('auth/init?redirect=1');
      const json = await browser.call('get', there, { headers: asJson });
      expect(told(json)).toEqual(problem(ending.status, ending.code));
      trakt.faults.clear();
    }
    for (const query of ['', '?state=unknown&code=x', '?state=a&state=b', '?error=access_denied']) {
      const unknown = await browse().call('get', `/api/trakt/auth/callback${query}`, {
        headers: { ...asPage, 'accept-language': 'zh' },
      });
      expect([unknown.status, unknown.data]).toEqual([400, expect.stringContaining('链接无效')]);
    }
  });

  it('says where to ask while it is being connected, on a page and to a program', async () => {
    const { someone, decide, trakt } = world();
    const { browser } = await someone();
    const { path, attemptId } = await decide(browser, 'trakt');
    trakt.faults.add({
      match: { path: '/oauth/token' },
      times: 1,
      fault: { kind: 'delay', ms: 1000 },
    });
    const first = browser.call('get', path, { headers: asPage });
    await eventually(
      async () =>
        (await attemptsOf(browser, attemptId)).status === 'exchanging' ? true : undefined,
      'the tokens to be fetched',
    );
    for (const headers of [asPage, asJson]) {
      const again = await browser.call('get', path, { headers });
      const location = `${connections}/attempts/${attemptId}`;
      expect([again.status, again.headers['location']]).toEqual([202, location]);
    }
    expect((await first).status).toBe(200);
  });

  it('sends nobody to another address afterwards', async () => {
    const { browser } = await world().someone();
    for (const path of ['//evil.example', '/%5Cevil.example', 'https://evil.example']) {
      const query = new URLSearchParams({ return_to: path });
      for (const answer of [
        await browser.call('get', `/api/trakt/auth/init?${query.toString()}`),
        await browser.call('post', `${connections}/bangumi/auth/init`, {
          data: { return_to: path },
        }),
      ]) {
        expect(told(answer)).toEqual(problem(400, 'invalid-input'));
        expect(answer.data).toMatchObject({ errors: [{ pointer: '/return_to' }] });
      }
    }
  });
});

describe('Bangumi', () => {
  it('is connected by OAuth, or by a token that is checked first; then the schedule is there', async () => {
    const { someone, connect, bangumi } = world();
    const { id, browser } = await someone();
    const hand = (token: string) =>
      browser.call('put', `${connections}/bangumi/token`, { data: { access_token: token } });
    expect(told(await hand('nonsense-token'))).toEqual(problem(422, 'token-refused'));
    bangumi.faults.add({ times: 1, fault: { kind: 'status', status: 500 } });
    expect(told(await hand('ann-fixed'))).toEqual(problem(503, 'upstream-unavailable'));
    expect(await world().auditOf(id, 'connection.connected')).toBe(0);
    expect(told(await hand('ann-fixed'))).toEqual([
      200,
      expect.objectContaining({ state: 'connected', account_name: 'ann', method: 'token' }),
    ]);
    expect(told(await hand('bob-fixed'))).toEqual(problem(409, 'other-account'));
    await connect(browser, 'bangumi', 'ann');
    const schedule = async () => (await browser.call('get', '/api/v1/schedules/history')).data;
    expect(await schedule()).toMatchObject({ state: 'absent' });
    await connect(browser, 'trakt', 'ann');
    expect(await schedule()).toMatchObject({ state: 'running' });
    expect((await browser.call('get', connections)).data).toMatchObject({
      items: [
        { service: 'trakt', account_name: 'ann' },
        { service: 'bangumi', account_name: 'ann', method: 'oauth' },
      ],
    });
  });
});

describe('a device', () => {
  const begin = async (browser: Browser) => {
    const answer = await browser.call('post', `${connections}/trakt/device`);
    expect(answer.status).toBe(202);
    const attempt = attemptBody.parse(answer.data);
    expect(answer.headers['location']).toBe(`${connections}/attempts/${attempt.attempt_id}`);
    const device = {
      verificationUrl: attempt.verification_url ?? '',
      userCode: attempt.user_code ?? '',
    };
    return { id: attempt.attempt_id, device };
  };
  const ends = (browser: Browser, id: string, status: string) =>
    eventually(
      async () => ((await attemptsOf(browser, id)).status === status ? true : undefined),
      `an attempt that is ${status}`,
    );

  it('is connected or refused by a code typed elsewhere, also where the asking had died', async () => {
    const { someone, watchflow } = world();
    const { id: userId, browser } = await someone();
    const [agreed, denied] = [await begin(browser), await begin(browser)];
    const asking = watchflow.temporal.client.workflow.getHandle(deviceWorkflowId(agreed.id));
    await asking.terminate();
    expect(await decideForDevice(agreed.device, { account: 'bob' })).toBe(200);
    expect(await decideForDevice(denied.device, { decision: 'deny' })).toBe(200);
    await Promise.all([ends(browser, agreed.id, 'connected'), ends(browser, denied.id, 'denied')]);
    await asking.result();
    expect(await world().auditOf(userId, 'connection.connected')).toBe(1);
    expect((await browser.call('get', `${connections}/trakt`)).data).toMatchObject({
      account_name: 'bob',
      method: 'device',
    });
    const { browser: other } = await someone();
    const foreign = await other.call('get', `${connections}/attempts/${agreed.id}`);
    expect(told(foreign)).toEqual(problem(404, 'not-found'));
  });

  it('is asked for less often when that was too often, can be cancelled, and expires', async () => {
    const { someone, watchflow, clock } = world();
    const { id: userId, browser } = await someone();
    const hasty = await begin(browser);
    const poll = () => watchflow.connecting.pollDevice({ userId, attemptId: hasty.id });
    await poll();
    expect(await poll()).toMatchObject({ kind: 'wait' });
    expect((await attemptsOf(browser, hasty.id)).poll_interval).toBeGreaterThan(5);
    await browser.call('delete', `${connections}/attempts/${hasty.id}`);
    expect(await attemptsOf(browser, hasty.id)).toMatchObject({ status: 'cancelled' });
    expect(await poll()).toEqual({ kind: 'over' });
    const late = await begin(browser);
    clock.moveOn(0.17);
    await ends(browser, late.id, 'expired');
    await watchflow.temporal.client.workflow.getHandle(deviceWorkflowId(late.id)).result();
  });
});

describe('what is secret', () => {
  it('stands in no log, no page, no table and no history', async () => {
    const { someone, decide, browse, watchflow, lines } = world();
    const { id, browser } = await someone();
    const { path, url, query } = await decide(browser, 'trakt', { account: 'bob' });
    await browse().call('get', path, { headers: asPage });
    const page = await browser.call('get', path, { headers: asPage });
    const attempt = await browser.call('get', connections);
    const device = await browser.call('post', `${connections}/trakt/device`);
    const { attempt_id: deviceId } = attemptBody.parse(device.data);
    const stored = await watchflow.db.connectionAttempt.findMany({ where: { userId: id } });
    const token = 'planted-personal-token';
    await browser.call('put', `${connections}/bangumi/token`, { data: { access_token: token } });
    const { accessToken } = await watchflow.connections.accessOf(id, 'trakt');
    await browser.call('delete', `${connections}/attempts/${deviceId}`);
    const secrets = {
      state: new URL(url).searchParams.get('state') ?? '?',
      code: query.get('code') ?? '?',
      accessToken,
      token,
      clientSecret: 'the-secret',
    };
    await eventually(
      async () =>
        (await watchflow.temporal.client.workflow.getHandle(deviceWorkflowId(deviceId)).describe())
          .status.name === 'RUNNING'
          ? undefined
          : true,
      'the end of the device',
    );
    const places = [
      placeOf('page', { body: page.data, headers: page.headers }),
      placeOf('connections', attempt.data),
      placeOf('attempts', stored),
      ...lines.map((line) => placeOf(`log line ${line.event}`, line)),
      ...(await placesInDatabase(watchflow.runtime.databaseUrl)),
      ...(await placesInWorkflows(watchflow.temporal.client, id)),
    ];
    expect(findIn(places, secrets)).toEqual([]);
    expect(findIn(places, { id }).length).toBeGreaterThan(3);
    expect(begun.safeParse(page.data).success).toBe(false);
  });
});
