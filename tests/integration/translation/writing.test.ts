import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { taskSchema } from '../../../src/api/contract/translation/record.js';
import { aSession, aTask } from '../../support/translation/builders.js';
import { withRecords } from './with-records.js';

const world = withRecords();

describe('writing records', () => {
  it('answers a verdict per item, in their order, and what was written is found', async () => {
    const ann = await world().someone();
    expect(
      await ann.sessions(aSession({ id: 's1' }), aSession({ id: 's2', name: '第三话' })),
    ).toEqual(['inserted', 'inserted']);
    const task = aTask({
      result_text: '了解人心的旅程',
      cost: 0.000123,
      input_tokens: 12,
      started_at: '2026-11-22T17:00:00+08:00',
      metadata: { deep: { er: [1, 'zwei', null] } },
    });
    expect(await ann.tasks(task, aTask({ id: 't2', session_id: 's2' }))).toEqual([
      'inserted',
      'inserted',
    ]);
    expect(await ann.get('/tasks/t1', taskSchema)).toMatchObject({
      ...task,
      started_at: '2026-11-22T09:00:00.000Z',
      position: 0,
      error: null,
    });
  });

  it('takes a higher version, knows the same again, and leaves a lower one aside', async () => {
    const ann = await world().someone();
    await ann.sessions(aSession());
    const second = aTask({ version: 2, status: 'processing', metadata: { a: 1, b: 2 } });
    expect(await ann.tasks(aTask())).toEqual(['inserted']);
    expect(await ann.tasks(second)).toEqual(['updated']);
    expect(await ann.tasks({ ...second, metadata: { b: 2, a: 1 } })).toEqual(['unchanged']);
    expect(await ann.tasks({ ...second, source_text: 'other' })).toEqual(['stale']);
    expect(await ann.tasks(aTask({ status: 'failed' }))).toEqual(['stale']);
    expect(await ann.get('/tasks/t1', taskSchema)).toMatchObject(second);
  });

  it('lets nothing out of a final status, but fills it in', async () => {
    const ann = await world().someone();
    await ann.sessions(aSession());
    await ann.tasks(aTask({ version: 5, status: 'completed' }));
    expect(await ann.tasks(aTask({ version: 6, status: 'processing' }))).toEqual([
      'invalid /status',
    ]);
    expect(await ann.tasks(aTask({ version: 7, status: 'completed', cost: 1 }))).toEqual([
      'updated',
    ]);
  });

  it('takes each item as the one before it left things, whichever request it came with', async () => {
    const ann = await world().someone();
    await ann.sessions(aSession());
    expect(
      await ann.tasks(
        aTask({ version: 1 }),
        aTask({ version: 3, status: 'completed' }),
        aTask({ version: 2, status: 'processing' }),
        aTask({ version: 3, status: 'completed' }),
        aTask({ version: 4, status: 'failed' }),
      ),
    ).toEqual(['inserted', 'updated', 'stale', 'unchanged', 'invalid /status']);
    const versions = [5, 9, 6, 8, 7];
    const words = await Promise.all(
      versions.map((version) => ann.tasks(aTask({ version, status: 'completed' }))),
    );
    expect(words.flat()).toContain('updated');
    expect(words.flat().filter((word) => !['updated', 'stale'].includes(word))).toEqual([]);
    expect(await ann.get('/tasks/t1', taskSchema)).toMatchObject({ version: 9 });
  });

  it('refuses bad items by themselves, each with its place', async () => {
    const ann = await world().someone();
    await ann.sessions(aSession());
    const bad = [
      aTask({ id: 'a', session_id: 'none' }),
      { ...aTask({ id: 'b' }), colour: 'red', 'a/b': 1 },
      { ...aTask({ id: 'c' }), version: 'two', status: 'done' },
      aTask({ id: 'd', source_text: 'x'.repeat(200_001) }),
      aTask({ id: 'e', source_text: 'a\u0000b' }),
      aTask({ id: 'f', metadata: { deep: ['\ud800'] } }),
      aTask({ id: 'g', cost: 1e12 }),
      aTask({ id: 'h', started_at: 'yesterday' }),
      { id: 'i' },
      'text',
      null,
      aTask({ id: '../x' }),
      aTask({ id: 'j', metadata: { big: 'x'.repeat(17_000) } }),
    ];
    expect(await ann.tasks(aTask({ id: 'ok' }), ...bad.map((item) => item as object))).toEqual([
      'inserted',
      'invalid /session_id',
      'invalid /colour /a~1b',
      'invalid /version /status',
      'invalid /source_text',
      'invalid /source_text',
      'invalid /metadata',
      'invalid /cost',
      'invalid /started_at',
      'invalid /version /status /session_id /source_text',
      'invalid ',
      'invalid ',
      'invalid /id',
      'invalid /metadata',
    ]);
    expect((await ann.ask('get', '/tasks/a')).status).toBe(404);
  });

  it('does not move a task to another session', async () => {
    const ann = await world().someone();
    await ann.sessions(aSession(), aSession({ id: 's2' }));
    await ann.tasks(aTask());
    expect(await ann.tasks(aTask({ version: 2, session_id: 's2' }))).toEqual([
      'invalid /session_id',
    ]);
  });

  it('keeps the records of people apart, whatever their ids', async () => {
    const { someone } = world();
    const [ann, bob] = [await someone(), await someone()];
    await ann.sessions(aSession());
    await ann.tasks(aTask());
    expect(await bob.tasks(aTask())).toEqual(['invalid /session_id']);
    await bob.sessions(aSession({ version: 9 }));
    expect(await bob.tasks(aTask({ version: 9, source_text: 'bob' }))).toEqual(['inserted']);
    expect(await ann.get('/tasks/t1', taskSchema)).toMatchObject({ version: 1 });
  });

  it('writes an atomic batch whole or not at all', async () => {
    const ann = await world().someone();
    await ann.sessions(aSession());
    await ann.tasks(aTask({ id: 'done', version: 1, status: 'completed' }));
    const atomic = (...items: object[]) => ann.ask('post', '/tasks/batch?atomic=true', { items });
    const cases = [
      { bad: { ...aTask({ id: 'x' }), version: 0 }, pointer: '/items/1/version' },
      { bad: aTask({ id: 'x', session_id: 'none' }), pointer: '/items/1/session_id' },
      { bad: aTask({ id: 'done', version: 2, status: 'pending' }), pointer: '/items/1/status' },
    ];
    for (const { bad, pointer } of cases) {
      const { status, data } = await atomic(aTask({ id: 'good' }), bad);
      expect([status, data]).toEqual([
        422,
        expect.objectContaining({
          code: 'batch-refused',
          errors: [expect.objectContaining({ in: 'body', pointer })],
        }),
      ]);
    }
    expect((await ann.ask('get', '/tasks/good')).status).toBe(404);
    const { status, data } = await atomic(aTask({ id: 'good' }), aTask({ id: 'good', version: 2 }));
    expect([status, data]).toMatchObject([
      200,
      { counts: { inserted: 1, updated: 1, withheld: 0, invalid: 0 } },
    ]);
  });

  it('refuses a body that is none of a batch, with its place', async () => {
    const ann = await world().someone();
    const cases: readonly (readonly [unknown, string])[] = [
      [{}, '/items'],
      [{ items: [] }, '/items'],
      [{ items: 'x' }, '/items'],
      [{ items: Array.from({ length: 1_001 }, () => aTask()) }, '/items'],
      [{ items: [aTask()], more: 1 }, '/more'],
    ];
    for (const [body, pointer] of cases) {
      const { status, data } = await ann.ask('post', '/tasks/batch', body);
      expect([status, data]).toEqual([
        400,
        expect.objectContaining({
          code: 'invalid-input',
          errors: [expect.objectContaining({ in: 'body', pointer })],
        }),
      ]);
    }
  });

  it('takes a thousand items of a kilobyte, and refuses a body above 32 MB', async () => {
    const ann = await world().someone();
    await ann.sessions(aSession());
    const items = Array.from({ length: 1_000 }, (_, n) =>
      aTask({ id: `t${n}`, source_text: 'x'.repeat(1_024), position: n }),
    );
    expect(new Set(await ann.tasks(...items))).toEqual(new Set(['inserted']));
    const huge = Array.from({ length: 200 }, (_, n) =>
      aTask({ id: `h${n}`, source_text: 'x'.repeat(180_000) }),
    );
    expect((await ann.ask('post', '/tasks/batch', { items: huge })).status).toBe(413);
  });

  it('asks for its scopes', async () => {
    const reader = await world().someone(['translation:read']);
    expect((await reader.ask('post', '/tasks/batch', { items: [aTask()] })).status).toBe(403);
    const writer = await world().someone(['translation:write']);
    expect((await writer.ask('get', '/tasks')).status).toBe(403);
  });

  it('leaves an audit record of what became of a batch', async () => {
    const ann = await world().someone();
    await ann.sessions(aSession(), aSession());
    const rows = await world().db.auditLog.findMany({ where: { actorId: ann.userId } });
    expect(rows).toEqual([
      expect.objectContaining({
        action: 'translation.written',
        detail: expect.objectContaining({ inserted: 1, unchanged: 1 }),
      }),
    ]);
    expect(z.object({ detail: z.unknown() }).parse(rows[0])).toBeDefined();
  });
});
