import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { app } from '../../support/oauth-world.js';
import { connections, withConnections } from './connected-world.js';

const world = withConnections();
const days = 24;

/** What is on record of somebody's doing, or about them, in its order. */
const recordsOf = async (userId: string) => {
  const rows = await world().watchflow.db.auditLog.findMany({
    where: { OR: [{ actorId: userId }, { detail: { path: ['of'], equals: userId } }] },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => ({ ...row, id: String(row.id) }));
};

const actionsOf = async (userId: string) => (await recordsOf(userId)).map(({ action }) => action);

const isOnRecord = (userId: string, action: string) =>
  eventually(
    async () => (await recordsOf(userId)).find((row) => row.action === action),
    `the record ${action}`,
  );

describe('signing in', () => {
  it('is on record with where it came from, and so is a wrong password, without it', async () => {
    const { id, name } = await world().someone();
    const browser = world().browse();
    await browser.signIn(name, 'not the password');
    const refused = await world().watchflow.db.auditLog.findFirstOrThrow({
      where: { action: 'session.refused' },
      orderBy: { id: 'desc' },
    });
    expect(refused).toMatchObject({
      actorKind: 'anonymous',
      outcome: 'refused',
      address: '127.0.0.1',
      requestId: expect.any(String),
      detail: { reason: 'invalid-credentials' },
    });
    expect(JSON.stringify(refused.detail)).not.toContain('not the password');
    const [created] = await recordsOf(id);
    expect(created).toMatchObject({
      action: 'session.created',
      outcome: 'done',
      targetKind: 'session',
      address: '127.0.0.1',
    });
    await browser.call('get', '/api/v1/me');
    expect(await actionsOf(id)).toEqual(['session.created']);
  });
});

describe('a request that is repeated under its Idempotency-Key', () => {
  it('leaves one record, for it was done once', async () => {
    const { id, browser } = await world().someone();
    const ask = () =>
      browser.call('post', '/api/v1/api-keys', {
        data: { name: 'k', scopes: ['sync:read'] },
        headers: { 'idempotency-key': 'once' },
      });
    expect([(await ask()).status, (await ask()).status]).toEqual([201, 201]);
    expect(await actionsOf(id)).toEqual(['session.created', 'api-key.created']);
  });
});

describe('a sync', () => {
  it('is on record from its request to its end, once, with status and counts', async () => {
    const { someone, connect, watchflow } = world();
    const { id, browser } = await someone();
    await connect(browser, 'bangumi', 'ann');
    await connect(browser, 'trakt', 'ann');
    const { data } = await browser.call('post', '/api/v1/runs', { data: { mode: 'full' } });
    const { run_id: runId } = data as { run_id: string };
    const ended = await isOnRecord(id, 'run.ended');
    expect(ended).toMatchObject({
      actorKind: 'system',
      targetKind: 'run',
      targetId: runId,
      outcome: 'done',
      detail: { status: 'success', mode: 'full', plays: expect.any(Object) },
    });
    // As when the activity that closed it is repeated.
    const again = { userId: id, runId, stoppedBy: null, advice: null, retryAt: null };
    await watchflow.history.closeRun(again);
    await browser.call('post', `/api/v1/runs/${runId}/cancel`);
    await browser.call('delete', `${connections}/trakt`);
    expect(await actionsOf(id)).toEqual([
      'session.created',
      'connection.begun',
      'connection.connected',
      'connection.begun',
      'connection.connected',
      'run.requested',
      'run.ended',
      'run.cancelled',
      'connection.disconnected',
    ]);
    expect((await recordsOf(id)).find(({ action }) => action === 'run.cancelled')).toMatchObject({
      outcome: 'refused',
    });
  });
});

describe('tokens', () => {
  it('are on record when they are renewed, and when only the person can help', async () => {
    const { someone, connect, clock, watchflow, trakt } = world();
    const { id, browser } = await someone();
    await connect(browser, 'trakt', 'bob');
    clock.moveOn(5 * days);
    await watchflow.connections.renewDue();
    expect(await isOnRecord(id, 'connection.renewed')).toMatchObject({
      actorKind: 'system',
      targetId: 'trakt',
      outcome: 'done',
    });
    trakt.oauth.revokeGrants('bob');
    clock.moveOn(5 * days);
    await watchflow.connections.renewDue();
    await watchflow.connections.renewDue();
    const actions = await actionsOf(id);
    expect(actions.filter((action) => action === 'connection.needs-reauth')).toHaveLength(1);
  });

  it('of everybody rest on record while the app is blocked, once, until it is served again', async () => {
    const { someone, connect, clock, watchflow, trakt } = world();
    const { id, browser } = await someone();
    await connect(browser, 'trakt', 'ann');
    const ofApp = async () => {
      const rows = await watchflow.db.auditLog.findMany({
        where: { targetKind: 'service' },
        orderBy: { id: 'asc' },
      });
      return rows.map(({ action, targetId }) => `${action} ${String(targetId)}`);
    };
    await watchflow.connections.appRefused('trakt', 'the client id is unknown');
    await watchflow.connections.appRefused('trakt', 'the client id is unknown');
    expect(await ofApp()).toEqual(['connection.app-blocked trakt']);
    clock.moveOn(0.5);
    trakt.oauth.restoreApp(app.client_id);
    await watchflow.connections.accessOf(id, 'trakt');
    expect(await ofApp()).toEqual(['connection.app-blocked trakt', 'connection.app-served trakt']);
  });
});

describe('a job', () => {
  it('is on record at its end, with what it did', async () => {
    const { watchflow } = world();
    await watchflow.schedules.reconcile();
    const job = `schedule-watch${watchflow.config.temporal.taskQueueSuffix}`;
    await watchflow.schedules.trigger('job', job);
    const ended = await eventually(
      async () =>
        (await watchflow.db.auditLog.findFirst({ where: { action: 'job.ended' } })) ?? undefined,
      'the record of the job',
    );
    expect(ended).toMatchObject({
      actorKind: 'system',
      targetId: 'schedule-watch',
      outcome: 'done',
      detail: { failed: 0, missed: expect.any(Number) },
    });
  });
});
