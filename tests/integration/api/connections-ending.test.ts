import { describe, expect, it } from '@jest/globals';
import { createConnectionCommands } from '../../../src/orchestration/connections/connection-commands.js';
import { queueNames } from '../../../src/workflows/contract.js';
import { eventually } from '../../support/eventually.js';
import { asJson, asPage, connections, problem, told, withConnections } from './connected-world.js';

const world = withConnections();

/** A ledger of one play, read to its end. */
async function haveLedger(userId: string) {
  const { db } = world().watchflow;
  const play = {
    userId,
    source: 'trakt',
    sourceRef: '1',
    mediaType: 'movie',
    traktItemId: 1n,
    watchedAtGiven: '2026-11-01T12:00:00.000Z',
    action: 'watch',
  };
  await db.play.create({ data: play });
  const cursor = { userId, source: 'trakt', activities: {}, promised: 1, completedAt: new Date() };
  await db.syncCursor.create({ data: cursor });
}

const ledgerOf = async (userId: string) => {
  const { db } = world().watchflow;
  const where = { where: { userId } };
  const counts = [db.play.count(where), db.syncCursor.count(where), db.syncRun.count(where)];
  return Promise.all(counts);
};

describe('another account than before', () => {
  it.each([
    ['keep', [1, 1, 0]],
    ['forget', [0, 0, 0]],
  ] as const)('is connected once the person has said to %s the ledger', async (ledger, left) => {
    const { someone, connect, decide } = world();
    const { id, name, browser } = await someone();
    await connect(browser, 'bangumi', 'ann');
    await connect(browser, 'trakt', 'ann');
    await haveLedger(id);
    const { path, attemptId } = await decide(browser, 'trakt', { account: 'bob' });
    const asked = await browser.call('get', path, { headers: asPage });
    expect([asked.status, asked.data]).toEqual([409, expect.stringContaining(`but ${name} was`)]);
    expect(asked.data).toContain('<button data-ledger="forget">');
    expect((await browser.call('get', '/connecting/page.js')).status).toBe(200);
    const json = await browser.call('get', path, { headers: asJson });
    expect(told(json)).toEqual(problem(409, 'other-account'));
    expect((await browser.call('get', `${connections}/trakt`)).data).toMatchObject({
      account_name: 'ann',
    });
    const accept = () =>
      browser.call('post', `${connections}/attempts/${attemptId}/accept`, { data: { ledger } });
    expect(told(await accept())).toEqual([
      200,
      expect.objectContaining({ status: 'connected', account_name: 'bob' }),
    ]);
    expect((await accept()).status).toBe(200);
    expect(await ledgerOf(id)).toEqual(left);
    expect((await browser.call('get', path, { headers: asPage })).status).toBe(200);
    expect((await browser.call('get', '/api/v1/schedules/history')).data).toMatchObject({
      state: 'running',
    });
  });

  it('changes nothing when the person says no', async () => {
    const { someone, connect, decide, trakt } = world();
    const { browser } = await someone();
    await connect(browser, 'trakt', 'ann');
    const { path, attemptId } = await decide(browser, 'trakt', { account: 'bob' });
    await browser.call('get', path, { headers: asPage });
    await browser.call('delete', `${connections}/attempts/${attemptId}`);
    const accept = await browser.call('post', `${connections}/attempts/${attemptId}/accept`, {
      data: { ledger: 'keep' },
    });
    expect(told(accept)).toEqual(problem(409, 'attempt-over'));
    trakt.renameUser('ann', 'anne');
    await connect(browser, 'trakt', 'anne');
    expect((await browser.call('get', `${connections}/trakt`)).data).toMatchObject({
      account_name: 'anne',
    });
    trakt.renameUser('anne', 'ann');
  });
});

describe('disconnecting', () => {
  it('revokes the token, rests the schedule and stops a sync; the ledger waits, unless purged', async () => {
    const { someone, connect, trakt, watchflow } = world();
    const { id, browser } = await someone();
    await connect(browser, 'bangumi', 'ann');
    await connect(browser, 'trakt', 'ann');
    await haveLedger(id);
    const schedule = async () => (await browser.call('get', '/api/v1/schedules/history')).data;
    const end = (query = '') => browser.call('delete', `${connections}/trakt${query}`);
    const { accessToken } = await watchflow.connections.accessOf(id, 'trakt');
    trakt.faults.add({ match: { path: /^\/sync/ }, fault: { kind: 'delay', ms: 3_000 } });
    await browser.call('post', '/api/trakt/sync/manual', { data: { mode: 'full' } });
    const ended = { service: 'trakt', was_connected: true, upstream: 'revoked', ledger: 'kept' };
    expect((await end()).data).toEqual(ended);
    expect(await schedule()).toMatchObject({ state: 'paused', paused: { by: 'connection' } });
    const refused = await fetch(`${trakt.url}/users/settings`, {
      headers: {
        authorization: `Bearer ${accessToken}`,
        'trakt-api-key': 'the-client',
        'trakt-api-version': '2',
        'user-agent': 'watchflow test',
        'content-type': 'application/json',
      },
    });
    expect(refused.status).toBe(401);
    await eventually(
      async () => ((await watchflow.syncs.progress(id)) === undefined ? true : undefined),
      'the end of the sync',
    );
    expect(await ledgerOf(id)).toEqual([1, 1, 1]);
    const again = { ...ended, was_connected: false, upstream: 'not-offered' };
    expect((await end()).data).toEqual(again);

    trakt.faults.clear();
    await connect(browser, 'trakt', 'ann');
    expect(await schedule()).toMatchObject({ state: 'running' });
    trakt.faults.add({ match: { path: '/oauth/revoke' }, fault: { kind: 'status', status: 500 } });
    const purged = { ...ended, upstream: 'failed', ledger: 'forgotten' };
    expect((await end('?purge=true')).data).toEqual(purged);
    expect(await ledgerOf(id)).toEqual([0, 0, 0]);
    expect(await world().auditOf(id, 'connection.disconnected')).toBe(3);
    await connect(browser, 'trakt', 'bob');
    expect((await browser.call('get', '/api/trakt/config')).status).toBe(200);
  });
});

/** Connecting's commands in a process that dies at the given point: nothing it does after that happens. */
function dyingAt(point: number) {
  const { watchflow } = world();
  let passed = 0;
  let die: () => void = () => undefined;
  const dead = new Promise<void>((resolve) => (die = resolve));
  const pass = async (): Promise<void> => {
    passed += 1;
    if (passed < point) return;
    die();
    await new Promise<never>(() => undefined);
  };
  const around =
    <A extends readonly unknown[], T>(act: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      await pass();
      const done = await act(...args);
      await pass();
      return done;
    };
  const { schedules, connections: area } = watchflow;
  const commands = createConnectionCommands({
    ...watchflow,
    client: watchflow.temporal.client,
    queues: queueNames(watchflow.config.temporal.taskQueueSuffix),
    book: watchflow.scheduleBook,
    schedules: { ...schedules, pause: around((...asked) => schedules.pause(...asked)) },
    connections: {
      ...area,
      disconnect: around((key) => area.disconnect(key)),
      forget: around((key) => area.forget(key)),
      attempts: { ...area.attempts, accept: around((...wish) => area.attempts.accept(...wish)) },
    },
  });
  return { commands, dead };
}

describe('killed at any point and asked again', () => {
  it.each([1, 2, 3, 4, 5, 6])('a purge comes to its end, killed at %i', async (point) => {
    const { someone, connect } = world();
    const { id, browser } = await someone();
    await connect(browser, 'bangumi', 'ann');
    await connect(browser, 'trakt', 'ann');
    await haveLedger(id);
    const { commands, dead } = dyingAt(point);
    const key = { userId: id, service: 'trakt' } as const;
    commands.disconnect(key, { purge: true }).catch(() => undefined);
    await dead;
    const left = (await ledgerOf(id)).slice(0, 2);
    expect([
      [0, 0],
      [1, 1],
    ]).toContainEqual(left);
    const again = await browser.call('delete', `${connections}/trakt?purge=true`);
    expect(again.data).toMatchObject({ ledger: 'forgotten' });
    expect(await ledgerOf(id)).toEqual([0, 0, 0]);
    await connect(browser, 'trakt', 'bob');
    expect((await browser.call('get', '/api/v1/schedules/history')).data).toMatchObject({
      state: 'running',
    });
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'another account begins with an empty ledger, killed at %i',
    async (point) => {
      const { someone, connect, decide } = world();
      const { id, browser } = await someone();
      await connect(browser, 'bangumi', 'ann');
      await connect(browser, 'trakt', 'ann');
      await haveLedger(id);
      const { path, attemptId } = await decide(browser, 'trakt', { account: 'bob' });
      await browser.call('get', path, { headers: asPage });
      const { commands, dead } = dyingAt(point);
      commands.acceptAttempt(id, attemptId, 'forget').catch(() => undefined);
      await dead;
      const { data } = await browser.call('get', `${connections}/trakt`);
      const [plays] = await ledgerOf(id);
      // Never bob with the plays of ann.
      expect(JSON.stringify([data, plays])).not.toMatch(/"bob".*,1\]$/);
      const again = await browser.call('post', `${connections}/attempts/${attemptId}/accept`, {
        data: { ledger: 'forget' },
      });
      expect(again.data).toMatchObject({ status: 'connected', account_name: 'bob' });
      expect(await ledgerOf(id)).toEqual([0, 0, 0]);
      expect((await browser.call('get', '/api/v1/schedules/history')).data).toMatchObject({
        state: 'running',
      });
    },
  );
});
