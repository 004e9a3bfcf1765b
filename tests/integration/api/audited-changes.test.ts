import { describe, expect, it } from '@jest/globals';
import { newListExample } from '../../../src/api/contract/lists/list.js';
import { eventually } from '../../support/eventually.js';
import { connections, withConnections } from './connected-world.js';

const world = withConnections();

const aPerson = async () => {
  const { id, browser } = await world().someone();
  const call = async (method: string, url: string, data?: unknown) => {
    const answer = await browser.call(method, url, data === undefined ? {} : { data });
    expect([url, answer.status < 300 ? 'done' : answer.data]).toEqual([url, 'done']);
    return answer.data as Readonly<Record<string, unknown>>;
  };
  /** What was changed by each act of that name, in their order. */
  const changes = async (...actions: readonly string[]) => {
    const rows = await world().watchflow.db.auditLog.findMany({
      where: { actorId: id, action: { in: [...actions] } },
      orderBy: { id: 'asc' },
    });
    return rows.map(({ action, detail }) => {
      const { before, after } = detail as { before?: unknown; after?: unknown };
      return { action, before, after };
    });
  };
  return { id, browser, call, changes };
};

describe('a record of a change says what was there before', () => {
  it('of a webhook, without its secret and the path of its address', async () => {
    const { call, changes } = await aPerson();
    const path = '/api/v1/notification-channels';
    const first = 'https://hooks.example.org/services/T0PLANTED/first?sig=planted-one';
    const { id, secret } = await call('post', path, { name: 'home', url: first });
    const second = 'https://hooks.example.org/services/T0PLANTED/second';
    await call('patch', `${path}/${String(id)}`, { url: second, enabled: false });
    await call('delete', `${path}/${String(id)}`);
    const told = await changes('webhook.created', 'webhook.changed', 'webhook.deleted');
    const url = 'https://hooks.example.org/…';
    expect(told).toMatchObject([
      { after: { kind: 'webhook', name: 'home', url, enabled: true } },
      { before: { url, enabled: true }, after: { url, enabled: false } },
      { before: { kind: 'webhook', name: 'home', url, enabled: false } },
    ]);
    expect(Object.keys(told[1]?.before ?? {}).sort()).toEqual(['enabled', 'url']);
    const text = JSON.stringify(
      await world().watchflow.db.auditLog.findMany({ select: { detail: true, searchText: true } }),
    );
    for (const hidden of ['PLANTED', 'planted-one', String(secret).slice('whsec_'.length)])
      expect(text).not.toContain(hidden);
  });

  it('of what somebody wants to be told, event by event', async () => {
    const { call, changes } = await aPerson();
    const path = '/api/v1/notifications/settings';
    const before = await call('get', path);
    await call('patch', path, { events: { 'plays.parked': { webhook: true } } });
    await call('patch', path, { events: { 'plays.parked': { webhook: false } } });
    const [, off] = await changes('notification.settings-changed');
    expect(off).toMatchObject({
      before: { 'plays.parked': { webhook: true } },
      after: { 'plays.parked': { webhook: false } },
    });
    expect(Object.keys(off?.after ?? {})).toEqual(['plays.parked']);
    expect(before).toBeDefined();
  });

  it('of an API key, without the key', async () => {
    const { call, changes } = await aPerson();
    const path = '/api/v1/api-keys';
    const made = await call('post', path, { name: 'one', scopes: ['sync:read'] });
    const one = `${path}/${String(made['id'])}`;
    await call('patch', one, { name: 'two', limits: { per_day: 7 } });
    const rotated = await call('post', `${one}/rotate`, { overlap_hours: 1 });
    await call('delete', one);
    const actions = ['created', 'changed', 'rotated', 'revoked'].map((deed) => `api-key.${deed}`);
    const told = await changes(...actions);
    expect(told).toMatchObject([
      { after: { name: 'one', scopes: ['sync:read'] } },
      {
        before: { name: 'one', limits: { perDay: null } },
        after: { name: 'two', limits: { perDay: 7 } },
      },
      { before: { previousUntil: null }, after: { previousUntil: expect.any(String) } },
      { before: { revokedAt: null }, after: { revokedAt: expect.any(String) } },
    ]);
    for (const { key } of [made, rotated]) expect(JSON.stringify(told)).not.toContain(key);
  });

  it('of a list, its rule and what is pinned in it', async () => {
    const { call, changes } = await aPerson();
    const { list } = (await call('post', '/api/v1/lists', newListExample)) as {
      list: { id: string };
    };
    const one = `/api/v1/lists/${list.id}`;
    const key = 'season:4101';
    await call('put', `${one}/exclusions/${key}`);
    await call('delete', one);
    const told = await changes('list.created', 'list.changed', 'list.deleted');
    expect(told).toMatchObject([
      { after: { name: newListExample.name, rule: { sources: newListExample.rule.sources } } },
      { before: {}, after: {} },
      { before: { name: newListExample.name, rule: expect.any(Object) } },
    ]);
    expect(JSON.stringify(told[1]?.after)).toContain(key);
    expect(JSON.stringify(told[1]?.before)).not.toContain(key);
  });

  it('of a saved search', async () => {
    const { call, changes } = await aPerson();
    const path = '/api/v1/audit/searches';
    const { id } = await call('post', path, { name: 'a', query: { q: 'x' } });
    await call('put', `${path}/${String(id)}`, { name: 'a', query: { q: 'y' } });
    await call('delete', `${path}/${String(id)}`);
    const names = ['saved', 'changed', 'deleted'].map((deed) => `audit-search.${deed}`);
    expect(await changes(...names)).toMatchObject([
      { after: { name: 'a', query: { q: 'x' } } },
      { before: { query: { q: 'x' } }, after: { query: { q: 'y' } } },
      { before: { name: 'a', query: { q: 'y' } } },
    ]);
  });

  it('of whose a key of the relay is', async () => {
    const { id, call, changes } = await aPerson();
    const { accounts, db } = world().watchflow;
    await accounts.people.change(id, { role: 'admin' });
    const { view } = await accounts.keys.create(id, { name: 'theirs', scopes: ['*'] });
    await db.relayKey.create({ data: { id: 'relay-1', name: 'team', seenAt: new Date() } });
    await call('put', '/api/v1/relay-keys/relay-1', { api_key_id: view.id });
    await call('put', '/api/v1/relay-keys/relay-1', { api_key_id: null });
    expect(await changes('relay-key.assigned')).toMatchObject([
      { before: { apiKeyId: null }, after: { apiKeyId: view.id } },
      { before: { apiKeyId: view.id }, after: { apiKeyId: null } },
    ]);
  });

  it('of a connected account and of a file', async () => {
    const { browser, call, changes } = await aPerson();
    await world().connect(browser, 'bangumi', 'ann');
    await call('delete', `${connections}/bangumi`);
    expect(await changes('connection.disconnected')).toMatchObject([
      {
        before: { state: 'connected', account_name: expect.any(String) },
        after: { state: 'missing' },
      },
    ]);
    const upload = await browser.call('post', '/api/v1/storage/files/upload?name=a.txt', {
      data: 'hello',
      headers: { 'content-type': 'text/plain' },
    });
    const { id } = upload.data as { id: string };
    await call('delete', `/api/v1/storage/files/${id}`);
    expect(await changes('file.deleted')).toMatchObject([{ before: { name: 'a.txt', size: 5 } }]);
  });
});

describe('a record names the workflow it was written in', () => {
  const oneOf = (action: string, of: string) =>
    eventually(
      async () =>
        (await world().watchflow.db.auditLog.findFirst({
          where: { action, detail: { path: ['of'], equals: of } },
          orderBy: { id: 'desc' },
        })) ?? undefined,
      `the record ${action}`,
    );

  it('when a job renews a token, and finds one dead', async () => {
    const { id, browser } = await aPerson();
    const { watchflow, clock, trakt, connect } = world();
    await connect(browser, 'trakt', 'bob');
    clock.moveOn(5 * 24);
    const { workflowId } = await watchflow.jobs.request('connections-renew');
    expect((await oneOf('connection.renewed', id)).workflowId).toBe(workflowId);
    trakt.oauth.revokeGrants('bob');
    clock.moveOn(5 * 24);
    await watchflow.temporal.client.workflow.getHandle(workflowId).result();
    await watchflow.jobs.request('connections-renew');
    expect((await oneOf('connection.needs-reauth', id)).workflowId).toBe(workflowId);
  });

  it('when somebody asks for files to be reconciled, and when the sync is to be cancelled', async () => {
    const { id, call } = await aPerson();
    await world().watchflow.accounts.people.change(id, { role: 'admin' });
    await call('post', '/api/v1/storage/reconcile');
    await call('post', '/api/trakt/sync/cancel');
    const rows = await world().watchflow.db.auditLog.findMany({
      where: { actorId: id, action: { in: ['files.reconcile-requested', 'run.cancelled'] } },
      orderBy: { id: 'asc' },
    });
    expect(rows.map(({ workflowId }) => workflowId?.replace(id, 'me'))).toEqual([
      expect.stringMatching(/^job:file-reconcile/),
      'history:me',
    ]);
  });

  it('and none where there is none', async () => {
    const { id, browser } = await aPerson();
    const { watchflow, clock, connect } = world();
    await connect(browser, 'trakt', 'ann');
    clock.moveOn(5 * 24);
    await watchflow.connections.renewDue();
    expect((await oneOf('connection.renewed', id)).workflowId).toBeNull();
  });
});
