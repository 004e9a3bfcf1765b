import { describe, expect, it } from '@jest/globals';
import {
  itemsOf,
  problem,
  startRecordsServer,
  taken,
} from '../../support/client/records-server.js';
import { withOutboxes } from '../../support/client/with-outboxes.js';
import { until } from '../../support/eventually.js';
import { answer, json, type Reply, type SeenRequest } from '../../support/raw-server.js';
import { aSession, aTask } from '../../support/translation/builders.js';

const { open } = withOutboxes();
const pace = { first: 1, longest: 2 };

/** A server that fails at one record, in its first version, until it is mended. */
async function failingAt(culprit: string) {
  let isMended = false;
  const arrived = new Set<string>();
  const isCulprit = ({ id, version }: { readonly id: string; readonly version: number }) =>
    !isMended && id === culprit && version === 1;
  const server = await startRecordsServer((request: SeenRequest): Reply => {
    if (request.url.includes('/recovery/')) return recovered(request);
    const items = itemsOf(request);
    if (items.some(isCulprit)) return problem(500, 'internal');
    for (const { id } of items) arrived.add(id);
    return taken(request);
  });
  return { server, arrived, mend: () => (isMended = true) };
}

/** What is asked for after a crash: one session that is not finished, or any as the server has it. */
function recovered({ url }: SeenRequest): Reply {
  if (url.includes('incomplete')) return json({ items: [{ id: 's1' }], next_cursor: null });
  const session = { kind: 'session', id: url.split('/').at(-1), version: 1 };
  return answer(200, `${JSON.stringify(session)}\n{"kind":"end","tasks":0}\n`);
}

describe('a record that the server fails at', () => {
  it('holds up none of the others, and is not given up', async () => {
    const { server, arrived } = await failingAt('t37');
    const outbox = await open({ url: server.url, pace });
    const ids = Array.from({ length: 100 }, (_, n) => `t${n}`);
    await Promise.all(ids.map((id) => outbox.putTask(aTask({ id }))));
    await expect(outbox.flush()).rejects.toMatchObject({ kind: 'unavailable', status: 500 });
    expect(ids.filter((id) => !arrived.has(id))).toEqual(['t37']);
    expect(outbox.state().waiting).toBe(1);
    await outbox.putTask(aTask({ id: 'later' }));
    await until(() => arrived.has('later'), 'one that came later');
    expect(await outbox.refused()).toEqual([]);
    await outbox.putTask(aTask({ id: 't37', version: 2 }));
    await outbox.flush();
    expect(outbox.state()).toMatchObject({ waiting: 0, bytes: 0 });
    await server.close();
  });

  it('is tried again later, and at the next start', async () => {
    const { server, arrived, mend } = await failingAt('t1');
    const outbox = await open({ url: server.url, pace });
    await outbox.putTask(aTask({ id: 't1' }));
    await expect(outbox.flush()).rejects.toMatchObject({ status: 500 });
    expect(await outbox.close()).toEqual({ left: 1 });
    const next = await open({ url: server.url, pace: { ...pace, slowly: 50 } });
    expect(next.restored.waiting).toBe(1);
    await expect(next.flush()).rejects.toMatchObject({ status: 500 });
    mend();
    await until(() => arrived.has('t1'), 'it to be tried again');
    await server.close();
  });

  it('keeps the tasks of its session back, if it is one', async () => {
    const { server, arrived } = await failingAt('s1');
    const outbox = await open({ url: server.url, pace });
    await outbox.putSession(aSession({ id: 's1' }));
    await outbox.putTask(aTask({ id: 'of-s1', session_id: 's1' }));
    await outbox.putTask(aTask({ id: 'other', session_id: 's2' }));
    await expect(outbox.flush()).rejects.toMatchObject({ status: 500 });
    await outbox.putTask(aTask({ id: 'later-of-s1', session_id: 's1' }));
    await expect(outbox.flush()).rejects.toMatchObject({ status: 500 });
    expect([...arrived]).toEqual(['other']);
    await outbox.putSession(aSession({ id: 's1', version: 2 }));
    await outbox.flush();
    expect([...arrived]).toEqual(['other', 's1', 'of-s1', 'later-of-s1']);
    await server.close();
  });

  it('lets other sessions be listed and restored, and not its own', async () => {
    const { server, arrived, mend } = await failingAt('of-s1');
    const outbox = await open({ url: server.url, pace: { ...pace, slowly: 60_000 } });
    await outbox.putTask(aTask({ id: 'of-s1', session_id: 's1' }));
    await outbox.putTask(aTask({ id: 'of-s2', session_id: 's2' }));
    const listed = [];
    for await (const { id } of outbox.eachIncompleteSession()) listed.push(id);
    expect(listed).toEqual(['s1']);
    expect((await outbox.restoreSession('s2')).session.id).toBe('s2');
    expect([...arrived]).toEqual(['of-s2']);
    await expect(outbox.restoreSession('s1')).rejects.toMatchObject({ status: 500 });
    mend();
    outbox.resume();
    expect((await outbox.restoreSession('s1')).session.id).toBe('s1');
    await server.close();
  });

  it('is not looked for while nothing is answered, or by what stands before the server', async () => {
    const server = await startRecordsServer((_, index) =>
      index < 12 ? problem([502, 503, 504][index % 3] ?? 0, 'gone') : undefined,
    );
    const outbox = await open({ url: server.url, pace });
    await Promise.all([1, 2].map((n) => outbox.putTask(aTask({ id: `t${n}` }))));
    await outbox.flush();
    expect(new Set(server.seen.map((request) => itemsOf(request).length))).toEqual(new Set([2]));
    await server.close();
  });
});
