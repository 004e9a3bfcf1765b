import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createConnections } from '../../../src/areas/connections/index.js';
import { createNotifications } from '../../../src/areas/notifications/index.js';
import { newKeyRing } from '../../../src/platform/security/load-key-ring.js';
import { createSecretBox } from '../../../src/platform/security/secret-box.js';
import { startTraktSimulator, type TraktSimulator } from '../../../src/simulators/index.js';
import type { OpenTraktAuth } from '../../../src/upstream/trakt/index.js';
import { collectLog } from '../../support/collect-log.js';
import { withoutApps } from '../../support/connections-parts.js';
import { movableClock } from '../../support/movable-clock.js';
import { decideAt, queryOf } from '../../support/oauth-browser.js';
import { app, redirectUri, signInWorld, traktAuthAt } from '../../support/oauth-world.js';
import { bangumiAt, traktAt } from '../../support/upstream-clients.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const secrets = createSecretBox(newKeyRing());
const admin = 'u_admin';
const halfWayHours = 4.5 * 24;
const wholeHours = 8 * 24;

let sim: TraktSimulator;
const clock = movableClock();

beforeAll(async () => {
  sim = await startTraktSimulator({ scenario: signInWorld, clock, limits: 'off' });
});
afterAll(() => sim.stop());
beforeEach(async () => {
  sim.faults.clear();
  sim.oauth.restoreApp(app.client_id);
  await Promise.all([database.db.blockedApp.deleteMany(), database.db.notification.deleteMany()]);
});

/** One process of several over the same database; `meddle` sits between it and the OAuth server. */
function openProcess(meddle: (auth: OpenTraktAuth) => Partial<OpenTraktAuth> = () => ({})) {
  const { log, lines } = collectLog();
  const auth = traktAuthAt(sim.url, { http: { timeoutMs: 400 }, clock });
  const { db } = database;
  const notifications = createNotifications({
    db,
    secrets,
    clock,
    log,
    localeOf: () => Promise.resolve('en'),
    publicUrl: 'https://watchflow.example',
    webhooks: { allowPrivate: false, timeoutMs: 1000 },
  });
  const connections = createConnections({
    ...withoutApps,
    db,
    secrets,
    trakt: traktAt(sim.url, { clientId: app.client_id, clock }),
    bangumi: bangumiAt('http://127.0.0.1:9', { clock }),
    apps: {
      trakt: { ...auth, ...meddle(auth) },
      clientIds: { trakt: app.client_id, bangumi: undefined },
      redirectUris: { trakt: redirectUri, bangumi: redirectUri },
    },
    notifications,
    listAdmins: () => Promise.resolve([admin]),
    clock,
    log,
  });
  return { connections, lines };
}

async function connected(account = 'ann') {
  const userId = `u_${randomUUID()}`;
  const { connections } = openProcess();
  const { url } = await connections.byCode.begin({ userId, via: 'session:s_1', service: 'trakt' });
  const back = queryOf(await decideAt(url, { account }));
  const returned = await connections.byCode.finish({
    service: 'trakt',
    state: back['state'],
    code: back['code'],
    error: undefined,
    browser: { userId, via: 'session:s_1' },
  });
  expect(returned).toMatchObject({ attempt: { status: 'connected', accountName: account } });
  return userId;
}

const told = (userId: string) =>
  database.db.notification.findMany({ where: { userId }, orderBy: { id: 'asc' } });
const rowOf = (userId: string) =>
  database.db.connection.findUniqueOrThrow({
    where: { userId_service: { userId, service: 'trakt' } },
  });
/** As when the time of a lease has passed. */
const endLease = (userId: string) =>
  database.db
    .$executeRaw`UPDATE connections SET refresh_lease_until = now() - interval '1 second' WHERE user_id = ${userId}`;

describe('renewing tokens', () => {
  it('happens about half-way, before they end, and the new pair is the one in use', async () => {
    const userId = await connected();
    const { connections } = openProcess();
    const first = await connections.accessOf(userId, 'trakt');
    const before = sim.oauth.refreshes();
    clock.moveOn(halfWayHours);
    const second = await connections.accessOf(userId, 'trakt');
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(sim.oauth.refreshes()).toEqual({ ...before, done: before.done + 1 });
    expect(await connections.accessOf(userId, 'trakt')).toEqual(second);
    expect(await connections.list(userId)).toMatchObject([
      { service: 'trakt', state: 'connected', renewsItself: true, method: 'oauth' },
      { service: 'bangumi', state: 'missing' },
    ]);
  });

  it('asks upstream once for fifty needs at once in two processes', async () => {
    const userId = await connected();
    clock.moveOn(wholeHours);
    const before = sim.oauth.refreshes();
    const needs = [openProcess(), openProcess()].flatMap(({ connections }) =>
      Array.from({ length: 25 }, () => connections.accessOf(userId, 'trakt')),
    );
    const tokens = new Set((await Promise.all(needs)).map(({ accessToken }) => accessToken));
    expect(tokens.size).toBe(1);
    expect(sim.oauth.refreshes()).toEqual({ ...before, done: before.done + 1 });
  });

  it('that is killed between the answer and our commit ends as needs_reauth, told once, and no loop', async () => {
    const userId = await connected();
    clock.moveOn(wholeHours);
    let answered: () => void = () => undefined;
    const gotAnswer = new Promise<void>((resolve) => {
      answered = resolve;
    });
    const killed = openProcess((auth) => ({
      async refresh(refresh) {
        await auth.refresh(refresh);
        answered();
        // Dead: nothing of this process happens any more.
        return new Promise(() => undefined);
      },
    }));
    killed.connections.accessOf(userId, 'trakt').catch(() => undefined);
    await gotAnswer;
    await endLease(userId);
    const before = sim.oauth.refreshes();
    const { connections } = openProcess();
    const again = () => connections.accessOf(userId, 'trakt');
    await expect(again()).rejects.toThrow('connect the account');
    await expect(again()).rejects.toThrow('connect the account');
    expect(sim.oauth.refreshes()).toEqual({ ...before, refused: before.refused + 1 });
    expect(await told(userId)).toMatchObject([
      { event: 'connection.needs-reauth', data: { service: 'trakt' } },
    ]);
  });

  it('leaves the old token in use while the service is down, and asks no more often than it may', async () => {
    const userId = await connected();
    const { connections } = openProcess();
    const first = await connections.accessOf(userId, 'trakt');
    clock.moveOn(halfWayHours);
    const down = sim.faults.add({
      match: { path: '/oauth/token' },
      fault: { kind: 'status', status: 503 },
    });
    expect(await connections.accessOf(userId, 'trakt')).toEqual(first);
    expect(await connections.accessOf(userId, 'trakt')).toEqual(first);
    expect(down.fired()).toBe(1);
    clock.moveOn(wholeHours);
    const needs = () => connections.accessOf(userId, 'trakt');
    await expect(needs()).rejects.toMatchObject({ facts: { kind: 'unavailable' } });
    await expect(needs()).rejects.toMatchObject({ facts: { kind: 'unavailable' } });
    expect(down.fired()).toBe(2);
    down.remove();
    clock.moveOn(1);
    const second = await connections.accessOf(userId, 'trakt');
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(await told(userId)).toEqual([]);
  });

  it('whose answer is lost asks the person, once the spent token is known to be spent', async () => {
    const userId = await connected();
    const { connections } = openProcess();
    clock.moveOn(wholeHours);
    sim.faults.add({
      match: { path: '/oauth/token' },
      times: 1,
      fault: { kind: 'time-out', afterApplying: true },
    });
    await expect(connections.accessOf(userId, 'trakt')).rejects.toMatchObject({
      facts: { kind: 'timeout' },
    });
    clock.moveOn(1);
    await expect(connections.accessOf(userId, 'trakt')).rejects.toMatchObject({
      name: 'NeedsReauthError',
    });
    expect(await told(userId)).toHaveLength(1);
  });

  it('keeps the pair that came while its lease ran out and somebody else asked in vain', async () => {
    const userId = await connected();
    clock.moveOn(wholeHours);
    const slow = openProcess((auth) => ({
      async refresh(refresh) {
        const grant = await auth.refresh(refresh);
        await endLease(userId);
        await expect(openProcess().connections.accessOf(userId, 'trakt')).rejects.toMatchObject({
          name: 'NeedsReauthError',
        });
        return grant;
      },
    }));
    const access = await slow.connections.accessOf(userId, 'trakt');
    expect(await openProcess().connections.accessOf(userId, 'trakt')).toEqual(access);
    expect(await rowOf(userId)).toMatchObject({ state: 'connected', stateReason: null });
  });

  it('is also done by the job, for people who do not sync', async () => {
    const userId = await connected();
    clock.moveOn(halfWayHours);
    const before = await rowOf(userId);
    const renewed = await openProcess().connections.renewDue();
    expect(renewed).toMatchObject({ failed: 0 });
    expect(renewed.renewed).toBeGreaterThanOrEqual(1);
    expect((await rowOf(userId)).refreshToken).not.toBe(before.refreshToken);
    expect(await openProcess().connections.renewDue()).toMatchObject({ due: 0 });
  });
});

describe('a token that the service refuses', () => {
  it('is renewed on demand, and the call may be made again', async () => {
    const userId = await connected();
    const { connections } = openProcess();
    const first = await connections.accessOf(userId, 'trakt');
    clock.moveOn(1);
    sim.oauth.expireAccessTokens('ann');
    const refused = { userId, service: 'trakt', asOf: clock.now(), reason: 'expired' } as const;
    expect(await connections.tokenRefused(refused)).toBe('renewed');
    const second = await connections.accessOf(userId, 'trakt');
    expect(second.accessToken).not.toBe(first.accessToken);
    // Who was slower finds it renewed, without another request.
    const before = sim.oauth.refreshes();
    expect(await connections.tokenRefused(refused)).toBe('renewed');
    // Refused again at once, it is the person who must act.
    const again = { ...refused, asOf: new Date(clock.now().getTime() + 1) };
    expect(await connections.tokenRefused(again)).toBe('dead');
    expect(sim.oauth.refreshes()).toEqual(before);
    expect(await told(userId)).toMatchObject([{ event: 'connection.needs-reauth' }]);
  });

  it('is dead where the person took the consent back; connecting again heals it', async () => {
    const userId = await connected('bob');
    const { connections } = openProcess();
    clock.moveOn(1);
    sim.oauth.revokeGrants('bob');
    const refused = { userId, service: 'trakt', asOf: clock.now(), reason: 'revoked' } as const;
    expect(await connections.tokenRefused(refused)).toBe('dead');
    expect(await connections.tokenRefused(refused)).toBe('dead');
    expect(await connections.list(userId)).toMatchObject([{ state: 'needs-reauth' }, {}]);
    expect(await told(userId)).toHaveLength(1);
    const { url } = await connections.byCode.begin({ userId, via: 'key:k_1', service: 'trakt' });
    const back = queryOf(await decideAt(url, { account: 'bob' }));
    await connections.byCode.finish({
      service: 'trakt',
      state: back['state'],
      code: back['code'],
      error: undefined,
      browser: undefined,
    });
    expect(await connections.accessOf(userId, 'trakt')).toMatchObject({ accountName: 'bob' });
  });
});

describe("the operator's app", () => {
  it('blocked rests everybody after one request, tells the administrators once, and keeps all tokens', async () => {
    const [ann, bob] = [await connected('ann'), await connected('bob')];
    const { connections } = openProcess();
    clock.moveOn(wholeHours);
    sim.oauth.lapseApp(app.client_id);
    sim.resetCounts();
    for (const userId of [ann, bob, ann]) {
      await expect(connections.accessOf(userId, 'trakt')).rejects.toMatchObject({
        name: 'AppBlockedError',
      });
    }
    expect(Object.values(sim.counts()).reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await told(admin)).toMatchObject([{ event: 'connection.app-blocked' }]);
    expect([await told(ann), await told(bob)]).toEqual([[], []]);
    expect(await connections.list(bob)).toMatchObject([{ state: 'app-blocked' }, {}]);

    sim.oauth.restoreApp(app.client_id);
    await expect(connections.accessOf(bob, 'trakt')).rejects.toMatchObject({
      name: 'AppBlockedError',
    });
    clock.moveOn(1);
    expect(await connections.accessOf(bob, 'trakt')).toMatchObject({ accountName: 'bob' });
    expect(await connections.accessOf(ann, 'trakt')).toMatchObject({ accountName: 'ann' });
    expect(await connections.list(bob)).toMatchObject([{ state: 'connected' }, {}]);
    expect(await told(admin)).toHaveLength(1);
  });
});
