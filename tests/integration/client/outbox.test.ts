import { describe, expect, it } from '@jest/globals';
import type { PutVerdict } from '../../../client/src/index.js';
import { withOutboxes } from '../../support/client/with-outboxes.js';
import { itemsOf, startRecordsServer } from '../../support/client/records-server.js';
import { aSession, aTask } from '../../support/translation/builders.js';
import { withRecords } from '../translation/with-records.js';

const world = withRecords({ waitMs: 1 });
const { open, dir } = withOutboxes();

const unversioned = <T extends { readonly version: number }>({ version, ...rest }: T) => {
  expect(version).toBe(1);
  return rest;
};

async function anOutbox(options: Partial<Parameters<typeof open>[0]> = {}) {
  const { apiUrl, someone } = world();
  const ann = await someone();
  const verdicts: PutVerdict[] = [];
  const outbox = await open({
    url: apiUrl,
    apiKey: ann.key,
    onVerdict: (verdict) => verdicts.push(verdict),
    ...options,
  });
  return { ann, outbox, verdicts };
}

describe('the outbox', () => {
  it('delivers sessions before their tasks, in batches, and tells what became of each', async () => {
    const { ann, outbox, verdicts } = await anOutbox({ flushMs: 1_000 });
    const tasks = Array.from({ length: 250 }, (_, n) => aTask({ id: `t${n}`, position: n }));
    const putting = tasks.map((task) => outbox.putTask(task));
    await Promise.all([...putting, outbox.putSession(aSession())]);
    await outbox.flush();
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(Array(251).fill('inserted'));
    expect(verdicts[0]).toMatchObject({ of: 'session', id: 's1', version: 1 });
    expect(await world().db.translationTask.count({ where: { userId: ann.userId } })).toBe(250);
    expect(outbox.state()).toMatchObject({ waiting: 0, bytes: 0, trouble: undefined });
  });

  it('lets no task overtake its session, however many sessions wait', async () => {
    const { outbox, verdicts } = await anOutbox();
    const ids = Array.from({ length: 250 }, (_, n) => `s${n}`);
    await Promise.all([
      ...ids.map((id) => outbox.putTask(aTask({ id: `of-${id}`, session_id: id }))),
      ...ids.toReversed().map((id) => outbox.putSession(aSession({ id }))),
    ]);
    await outbox.flush();
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(Array(500).fill('inserted'));
  });

  it('counts versions where none is given, and sends the latest alone', async () => {
    const server = await startRecordsServer();
    const outbox = await open({ url: server.url, flushMs: 60_000 });
    const task = unversioned(aTask());
    const versions = [];
    for (const status of ['pending', 'processing', 'completed'] as const)
      versions.push(await outbox.putTask({ ...task, status }));
    expect([...versions].sort((left, right) => left - right)).toEqual(versions);
    expect(new Set(versions).size).toBe(3);
    await outbox.flush();
    const sent = server.seen.flatMap(itemsOf);
    expect(sent).toEqual([{ ...task, status: 'completed', version: versions[2] }]);
    await server.close();
  });

  it('does not take a version that is not above the one that waits', async () => {
    const server = await startRecordsServer(() => ({ kind: 'hang' }));
    const outbox = await open({ url: server.url, flushMs: 60_000 });
    await outbox.putTask(aTask({ version: 2 }));
    await expect(outbox.putTask(aTask({ version: 1 }))).rejects.toMatchObject({ kind: 'stale' });
    await expect(outbox.putTask(aTask({ version: 2, source_text: 'x' }))).rejects.toMatchObject({
      kind: 'stale',
    });
    await expect(outbox.putTask(aTask({ version: 2 }))).resolves.toBe(2);
    await server.close();
  });

  it('hands over what is refused, keeps it, and does not send it again', async () => {
    const { ann, outbox, verdicts } = await anOutbox();
    await ann.sessions(aSession());
    await ann.tasks(aTask({ id: 'ahead', version: 9 }));
    const odd = { ...aTask({ id: 'odd' }), colour: 'red' };
    for (const task of [aTask({ id: 'a', session_id: 'none' }), odd, aTask({ id: 'ahead' })])
      await outbox.putTask(task);
    await outbox.putTask(aTask({ id: 'good' }));
    await outbox.flush();
    const words = verdicts.map(({ id, verdict, errors }) => [id, verdict, errors[0]?.pointer]);
    expect(words).toEqual([
      ['a', 'invalid', '/session_id'],
      ['odd', 'invalid', '/colour'],
      ['ahead', 'stale', undefined],
      ['good', 'inserted', undefined],
    ]);
    const kept = await outbox.refused();
    expect(kept).toMatchObject([
      { of: 'task', verdict: 'invalid', record: { id: 'a' }, errors: [{ pointer: '/session_id' }] },
      { verdict: 'invalid', record: odd },
      { verdict: 'stale', record: { id: 'ahead' } },
    ]);
    expect(outbox.state().waiting).toBe(0);
  });

  it('finds what is refused as a whole by halving, and delivers the rest', async () => {
    const server = await startRecordsServer((request) =>
      itemsOf(request).some(({ id }) => id === 't7')
        ? { kind: 'answer', status: 413, headers: {}, body: 'too large' }
        : undefined,
    );
    const verdicts: PutVerdict[] = [];
    const outbox = await open({ url: server.url, onVerdict: (one) => verdicts.push(one) });
    await Promise.all(Array.from({ length: 20 }, (_, n) => outbox.putTask(aTask({ id: `t${n}` }))));
    await outbox.flush();
    const refused = verdicts.filter(({ verdict }) => verdict === 'invalid');
    expect(refused.map(({ id }) => id)).toEqual(['t7']);
    expect(verdicts).toHaveLength(20);
    await server.close();
  });

  it('restores a session once what waited is there, and counts on above what it finds', async () => {
    const { ann, outbox } = await anOutbox({ flushMs: 60_000 });
    const ahead = Date.now() + 1e9;
    await ann.sessions(aSession());
    await ann.tasks(aTask({ id: 'a' }), aTask({ id: 'b', version: ahead }));
    await outbox.putTask(aTask({ id: 'a', version: 2, status: 'completed' }));
    const { session, tasks } = await outbox.restoreSession('s1');
    const open = [];
    for await (const task of tasks) open.push(task.id);
    expect([session.id, open]).toEqual(['s1', ['b']]);
    const done = unversioned(aTask({ id: 'b', status: 'completed' }));
    expect(await outbox.putTask(done)).toBeGreaterThan(ahead);
    await outbox.flush();
    expect(await outbox.refused()).toEqual([]);
  });

  it('lists what is not finished once what waited is there', async () => {
    const { outbox } = await anOutbox({ flushMs: 60_000 });
    await outbox.putSession(aSession());
    await outbox.putTask(aTask());
    const listed = [];
    for await (const { id, tasks } of outbox.eachIncompleteSession()) listed.push([id, tasks]);
    expect(listed).toMatchObject([['s1', { pending: 1 }]]);
  });

  it('sends what is left when it is closed, and says what it could not', async () => {
    const { ann, outbox } = await anOutbox({ flushMs: 60_000 });
    await outbox.putSession(aSession());
    expect(await outbox.close()).toEqual({ left: 0 });
    await expect(outbox.putTask(aTask())).rejects.toMatchObject({ kind: 'closed' });
    const gone = await open({ url: 'http://127.0.0.1:1', flushMs: 60_000 });
    await gone.putTask(aTask());
    expect(await gone.close({ withinMs: 100 })).toEqual({ left: 1 });
    const next = await open({ url: world().apiUrl, apiKey: ann.key });
    expect(next.restored).toEqual({ waiting: 1, damaged: 0 });
    await next.flush();
    expect((await ann.ask('get', '/tasks/t1')).status).toBe(200);
    expect(dir()).not.toBe('');
  });
});
