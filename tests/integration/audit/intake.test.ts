import { describe, expect, it } from '@jest/globals';
import { aRecord, withAuditLogs } from './with-audit-logs.js';

const world = withAuditLogs();

describe('records of another service', () => {
  it('are taken in once, however often they are sent, and never changed', async () => {
    const { handIn, list } = await world().someone();
    const [one, two] = [aRecord(), aRecord()];
    expect(await handIn(one, two)).toEqual(['inserted', 'inserted']);
    expect(await handIn(two, one, aRecord())).toEqual(['unchanged', 'unchanged', 'inserted']);
    expect(await handIn({ ...one, action: 'invoice.cancelled' })).toEqual(['differs']);
    const { items } = await list({ action: 'invoice.*' });
    expect(items.map(({ action }) => action)).toEqual(Array(3).fill('invoice.paid'));
  });

  it('are the same in whatever order their fields come, and wherever the same moment is told', async () => {
    const { handIn } = await world().someone();
    const one = aRecord({ detail: { a: 1, b: { c: 2, d: 3 } }, at: '2026-11-22T09:00:00Z' });
    const same = { ...one, detail: { b: { d: 3, c: 2 }, a: 1 }, at: '2026-11-22T17:00:00+08:00' };
    expect(await handIn(one, same, { ...one, detail: { a: 2 } })).toEqual([
      'inserted',
      'unchanged',
      'differs',
    ]);
  });

  it('are judged each by itself, and a bad one never keeps out its neighbours', async () => {
    const { handIn, list } = await world().someone();
    const verdicts = await handIn(
      aRecord(),
      'nothing',
      aRecord({ action: 'Not An Action' }),
      aRecord({ at: 'yesterday' }),
      aRecord({ detail: { 'a\u0000': 1 } }),
      aRecord({ detail: { much: 'y'.repeat(10_000) } }),
      aRecord({ source: 'watchflow' }),
      aRecord({ actor: { kind: 'cli' } }),
      aRecord(),
    );
    expect(verdicts).toEqual([
      'inserted',
      'invalid ',
      'invalid /action',
      'invalid /at',
      'invalid /detail',
      'invalid /detail',
      'invalid /source',
      'invalid /actor/kind',
      'inserted',
    ]);
    expect((await list({ action: 'invoice.paid' })).items).toHaveLength(2);
  });

  it('that the database alone refuses keep out no neighbours either', async () => {
    const { db, someone } = world();
    await db.$executeRaw`ALTER TABLE audit_logs ADD CONSTRAINT no_poison CHECK (action <> 'poison')`;
    const { handIn } = await someone();
    const many = Array.from({ length: 20 }, (_, n) =>
      aRecord(n === 13 ? { action: 'poison' } : {}),
    );
    const verdicts = await handIn(...many);
    expect(verdicts.filter((verdict) => verdict === 'inserted')).toHaveLength(19);
    expect(verdicts[13]).toBe('invalid ');
  });

  it('are refused together where there are more than a thousand, or none', async () => {
    const { ask } = await world().someone();
    for (const items of [Array.from({ length: 1_001 }, () => aRecord()), []]) {
      const { status, data } = await ask('post', '/logs/batch', { items });
      expect(status).toBe(400);
      expect(data).toMatchObject({
        code: 'invalid-input',
        errors: [{ in: 'body', pointer: '/items' }],
      });
    }
  });

  it('are those of the key, whatever it is called, and never look like ours', async () => {
    const { userId, keyId, handIn, list } = await world().someone({ keyName: 'watchflow' });
    await handIn(aRecord({ id: 'run-1', action: 'run.ended', actor: { kind: 'system', id: 'x' } }));
    expect((await list({ source: 'watchflow', action: 'run.ended' })).items).toEqual([]);
    expect((await list({ source: `key:${keyId}` })).items).toMatchObject([
      { source: `key:${keyId}`, service: 'watchflow', ref: 'run-1', concerns: userId },
    ]);
  });

  it('of two keys may have the same id', async () => {
    const one = aRecord();
    const [ann, bob] = [await world().someone(), await world().someone()];
    expect([await ann.handIn(one), await bob.handIn(one)]).toEqual([['inserted'], ['inserted']]);
  });

  it('hold no secret, and tell what was before and after', async () => {
    const { handIn, list } = await world().someone();
    await handIn(
      aRecord({
        before: { state: 'open', password: 'hunter2' },
        after: { state: 'paid', note: `wf_${'a'.repeat(43)}` },
        detail: { apiToken: 'tok', reason: 'Bearer abcdefgh' },
      }),
    );
    const { items } = await list({ action: 'invoice.paid' });
    expect(JSON.stringify(items)).not.toMatch(/hunter2|wf_a|"tok"|abcdefgh/);
    expect(items).toMatchObject([{ before: { state: 'open' }, after: { state: 'paid' } }]);
  });

  it('need a scope of their own, and leave one record with their counts', async () => {
    const without = await world().someone({ scopes: ['audit:read'] });
    expect(await without.ask('post', '/logs/batch', { items: [aRecord()] })).toMatchObject({
      status: 403,
      data: { code: 'missing-scope' },
    });
    const { keyId, handIn, list } = await world().someone();
    await handIn(aRecord(), {});
    expect((await list({ action: 'audit.received' })).items).toMatchObject([
      {
        source: 'watchflow',
        target_id: `key:${keyId}`,
        detail: { inserted: 1, unchanged: 0, differs: 0, invalid: 1 },
      },
    ]);
  });

  it('go with the account of whose key handed them in; what is on record of the person here stays', async () => {
    const { auditLogs, record, someone } = world();
    const { userId, handIn, list } = await someone();
    await handIn(aRecord(), aRecord());
    await record({ action: 'run.ended', detail: { of: userId } });
    await auditLogs.forget(userId);
    const { items } = await list();
    expect(items.map(({ action }) => action)).toEqual(['run.ended', 'audit.received']);
  });
});
