import { describe, expect, it } from '@jest/globals';
import { allRoutes } from '../../../src/api/routes/all-routes.js';
import { createAudit, type AuditEntry } from '../../../src/areas/audit/index.js';
import { connectDatabase, type DatabaseSession } from '../../../src/platform/database/index.js';
import { collectLog } from '../../support/collect-log.js';
import { withDatabase } from '../../support/with-database.js';
import { startApi } from '../api/with-api.js';

const database = withDatabase();
const clock = { now: () => new Date('2026-11-22T09:00:00.000Z') };
const auditOver = (db = database.db) => {
  const { log, lines } = collectLog();
  return { audit: createAudit({ db, clock, log }), lines };
};
const latest = () => database.db.auditLog.findFirst({ orderBy: { id: 'desc' } });

describe('audit records', () => {
  it('say who did what to what, from where, and how it ended', async () => {
    await auditOver().audit.record({
      actor: { kind: 'user', userId: 'u_1', via: 'key:k_1' },
      action: 'api-key.created',
      target: { kind: 'key', id: 'k_2' },
      outcome: 'done',
      requestId: 'r-1',
      address: '192.0.2.7',
      userAgent: 'curl/8',
      detail: { scopes: ['sync:read'] },
    });
    expect(await latest()).toMatchObject({
      at: clock.now(),
      actorKind: 'user',
      actorId: 'u_1',
      actorVia: 'key:k_1',
      action: 'api-key.created',
      targetKind: 'key',
      targetId: 'k_2',
      outcome: 'done',
      requestId: 'r-1',
      address: '192.0.2.7',
      userAgent: 'curl/8',
      detail: { scopes: ['sync:read'] },
    });
  });

  it('hold no secret, nothing PostgreSQL cannot hold, and no more than fits', async () => {
    const { audit } = auditOver();
    const key = `wf_${'a'.repeat(43)}`;
    await audit.record({
      actor: { kind: 'system', name: 'token refresh' },
      action: 'connection.renewed',
      outcome: 'failed',
      userAgent: `x\u0000 Bearer ${key}`,
      detail: { accessToken: 'abc', note: `sent ${key}`, title: 'a\u0000b', path: 'c:\\u0000' },
    });
    const row = await latest();
    expect(JSON.stringify(row?.detail)).not.toMatch(/abc|wf_a/);
    expect(row?.detail).toMatchObject({ title: 'ab', path: 'c:\\u0000' });
    expect(row?.userAgent).not.toContain(key);
    await audit.record({
      actor: { kind: 'anonymous' },
      action: 'session.refused',
      outcome: 'refused',
      address: 'x'.repeat(500),
      detail: { much: 'y'.repeat(10_000) },
    });
    expect((await latest())?.address).toHaveLength(100);
    expect((await latest())?.detail).toMatchObject({ omitted: expect.any(String) });
    const rule = { items: 'x'.repeat(6_000) };
    await auditOver().audit.record({
      actor: { kind: 'cli' },
      action: 'list.changed',
      outcome: 'done',
      detail: { changed: ['rule'] },
      before: rule,
      after: { ...rule, more: 1 },
    });
    expect((await latest())?.detail).toEqual({
      changed: ['rule'],
      before: { omitted: expect.any(String) },
      after: { omitted: expect.any(String) },
    });
  });

  it('stand and fall with the transaction they are part of', async () => {
    const { audit } = auditOver();
    const before = await database.db.auditLog.count();
    const entry = {
      actor: { kind: 'system', name: 'test' },
      action: 'job.ended',
      outcome: 'done',
    } as const;
    const failing = database.db.$transaction(async (tx) => {
      await audit.record(entry, tx);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await database.db.auditLog.count()).toBe(before);
  });

  it('of what may be done twice are written once, also within a transaction', async () => {
    const { audit } = auditOver();
    const entry = { actor: { kind: 'system', name: 'test' }, action: 'run.ended' } as const;
    const write = (outcome: 'done' | 'failed', session?: DatabaseSession) =>
      audit.record({ ...entry, outcome, once: 'thing/1' }, session);
    await write('done');
    await write('failed');
    await database.db.$transaction((tx) => write('failed', tx));
    const rows = await database.db.auditLog.findMany({ where: { action: 'run.ended' } });
    expect(rows).toMatchObject([{ outcome: 'done' }]);
  });

  it('that cannot be written are an error in the log and stop nobody', async () => {
    const { log } = collectLog();
    const nowhere = connectDatabase({ url: 'postgresql://nobody@127.0.0.1:1/none', log });
    const { audit, lines } = auditOver(nowhere);
    await audit.record({ actor: { kind: 'anonymous' }, action: 'job.ended', outcome: 'done' });
    expect(lines).toMatchObject([
      { level: 'error', event: 'an audit record could not be written' },
    ]);
    await nowhere.$disconnect();
  });
});

describe('requests', () => {
  it('to every route that may change something leave a record under its name', async () => {
    const entries: AuditEntry[] = [];
    const audit = {
      record: async (entry: AuditEntry) => {
        entries.push(entry);
        return Promise.resolve();
      },
    };
    const { api, call } = await startApi({ audit });
    const changing = allRoutes.filter(
      ({ method, audit: name }) => method !== 'get' && name !== 'nothing',
    );
    // What somebody unknown is refused is kept only where the handler tells it; that granted ones are on record the fuzz test says.
    const open = changing.filter(({ access }) => access === 'public').map(({ path }) => path);
    expect(open).toEqual([
      '/api/v1/setup',
      '/api/v1/sessions',
      '/api/v1/storage/files/content',
      '/api/v1/mail/confirm',
      '/api/v1/mail/stop',
    ]);
    for (const { method, path, audit: name, access, bodyExample } of changing) {
      if (access === 'public') continue;
      entries.length = 0;
      await call(method, path.replaceAll(/\{\w+\}/g, 'x'), { data: bodyExample });
      expect([path, entries]).toMatchObject([
        path,
        [{ actor: { kind: 'user', userId: 'ann' }, detail: { route: path } }],
      ]);
      // A refused connection has a name of its own.
      expect([name, 'connection.refused']).toContain(entries[0]?.action);
    }
    await api.stop();
  });

  it('that start or change something say which workflow does it, and what was before and after', async () => {
    const { audit } = auditOver();
    const { api, call } = await startApi({ audit });
    await call('post', '/api/trakt/sync/manual', { data: { mode: 'normal' } });
    expect(await latest()).toMatchObject({ action: 'run.requested', workflowId: 'history:ann' });
    await call('put', '/api/trakt/config', { data: { cron: '30 4 * * *' } });
    await api.stop();
    expect(await latest()).toMatchObject({
      action: 'settings.changed',
      detail: { before: { cron: '0 */6 * * *' }, after: { cron: '30 4 * * *' } },
    });
  });

  it('that may change something are written down once, whatever they were answered', async () => {
    const { audit } = auditOver();
    const { api, call } = await startApi({ audit });
    await database.db.auditLog.deleteMany();
    const none = { authorization: 'Bearer wf_nobody' };
    await call('get', '/api/trakt/config');
    await call('put', '/api/trakt/config', {
      data: { enabled: false },
      headers: { 'x-request-id': 'r1' },
    });
    await call('put', '/api/trakt/config', { data: { cron: 'nonsense' } });
    await call('put', '/api/trakt/config', { data: {}, headers: none });
    await call('post', '/nowhere');
    await api.stop();
    const rows = await database.db.auditLog.findMany({ orderBy: { id: 'asc' } });
    const shared = {
      actorKind: 'user',
      actorId: 'ann',
      actorVia: 'key:id-wf_all',
      action: 'settings.changed',
      targetKind: 'settings',
      targetId: 'ann',
      address: '127.0.0.1',
    };
    expect(rows).toHaveLength(2);
    expect(rows).toMatchObject([
      {
        ...shared,
        outcome: 'done',
        requestId: 'r1',
        detail: { status: 200, changed: ['enabled'], route: '/api/trakt/config' },
      },
      {
        ...shared,
        // Refused before it was known what it is about.
        targetKind: 'route',
        targetId: '/api/trakt/config',
        outcome: 'refused',
        detail: { status: 400, problem: 'invalid-input' },
      },
    ]);
  });
});
