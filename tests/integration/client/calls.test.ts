import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { createRecordsClient, type RecordsError, type Task } from '../../../client/src/index.js';
import { problem } from '../../support/client/records-server.js';
import { json, startRawServer } from '../../support/raw-server.js';
import { aSession, aTask } from '../../support/translation/builders.js';
import { withRecords } from '../translation/with-records.js';

const world = withRecords({ waitMs: 1 });

async function aClient(scopes?: readonly string[]) {
  const { apiUrl, someone } = world();
  const person = await someone(scopes);
  return { person, client: createRecordsClient({ url: `${apiUrl}/`, apiKey: person.key }) };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const faultOf = (call: Promise<unknown>): Promise<RecordsError> =>
  call.then(
    () => {
      throw new Error('it succeeded');
    },
    (error: unknown) => error as RecordsError,
  );

describe('the client', () => {
  it('writes, reads, lists, counts and removes what the API does', async () => {
    const { client } = await aClient();
    expect(await client.writeSessions([aSession()])).toMatchObject({ counts: { inserted: 1 } });
    const tasks = [0, 1, 2, 3, 4].map((n) => aTask({ id: `t${n}`, position: n }));
    const { verdicts } = await client.writeTasks([...tasks, aTask({ id: 'x', session_id: 'no' })]);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual([
      ...tasks.map(() => 'inserted'),
      'invalid',
    ]);
    expect(await client.readSession('s1')).toMatchObject(aSession());
    expect(await client.readTask('t3')).toMatchObject({ position: 3, result_text: null });
    expect((await client.listSessionTasks('s1', { limit: 2 })).items.map(({ id }) => id)).toEqual([
      't0',
      't1',
    ]);
    const listed = await all(client.eachTask({ session_id: 's1', limit: 2 }));
    expect(listed.map(({ id }) => id)).toEqual(tasks.map(({ id }) => id));
    expect(await all(client.eachSession())).toHaveLength(1);
    expect(await all(client.eachIncompleteSession())).toMatchObject([{ tasks: { pending: 5 } }]);
    expect(await client.readStats()).toMatchObject({ tasks: { pending: 5 } });
    expect(await client.flush()).toMatchObject({ tasks: { rows: 0 } });
    expect(await client.cleanUp({ older_than_days: 1 })).toMatchObject({ sessions: 0 });
    expect(await client.removeSession('s1')).toEqual({ id: 's1', tasks: 5 });
    expect(await faultOf(client.readSession('s1'))).toMatchObject({ kind: 'not-found' });
  });

  it('restores a session as a stream, whole or not at all', async () => {
    const { client } = await aClient();
    await client.writeSessions([aSession()]);
    const many = Array.from({ length: 2_500 }, (_, n) => aTask({ id: `t${n}`, position: n }));
    for (let at = 0; at < many.length; at += 1_000)
      await client.writeTasks(many.slice(at, at + 1_000));
    const { session, tasks } = await client.restoreSession('s1');
    expect(session).toMatchObject({ id: 's1', status: 'processing' });
    expect((await all(tasks)).map(({ id }: Task) => id)).toEqual(many.map(({ id }) => id));
  });

  it.each([
    ['without its end', '{"kind":"session","id":"s"}\n{"kind":"task","id":"t"}\n'],
    ['with a task missing', '{"kind":"session","id":"s"}\n{"kind":"end","tasks":1}\n'],
    ['cut within a line', '{"kind":"session","id":"s"}\n{"kind":"task","id'],
  ])('says of a session that came %s that it is not whole', async (_, body) => {
    const server = await startRawServer(() => ({ kind: 'answer', status: 200, headers: {}, body }));
    const client = createRecordsClient({ url: server.url, apiKey: 'key' });
    const { tasks } = await client.restoreSession('s');
    expect(await faultOf(all(tasks))).toMatchObject({ kind: 'unavailable' });
    await server.close();
  });

  it('says what to do about a key that is not valid, or may not do it', async () => {
    const { person } = await aClient();
    const { apiUrl } = world();
    const stranger = createRecordsClient({ url: apiUrl, apiKey: `${person.key}x` });
    expect(await faultOf(stranger.listTasks())).toMatchObject({
      kind: 'unauthorized',
      status: 401,
      message: expect.stringContaining('Make an API key with the scopes translation:read'),
    });
    const { client: reader } = await aClient(['translation:read']);
    expect(await faultOf(reader.writeSessions([aSession()]))).toMatchObject({
      kind: 'forbidden',
      code: 'missing-scope',
      message: expect.stringContaining('translation:write'),
    });
  });

  it('tells an atomic batch that was refused, with the places', async () => {
    const { client } = await aClient();
    const refused = client.writeTasks([aTask({ session_id: 'none' })], { atomic: true });
    expect(await faultOf(refused)).toMatchObject({
      kind: 'refused',
      code: 'batch-refused',
      errors: [{ pointer: '/items/0/session_id' }],
    });
  });

  it('takes no answer for an acknowledgement that does not name every item', async () => {
    const answers = [
      { verdicts: [] },
      { verdicts: [{ id: 'other', verdict: 'inserted' }] },
      { counts: { inserted: 1 } },
      'ok',
    ];
    const server = await startRawServer((_, index) => json(answers[index]));
    const client = createRecordsClient({ url: server.url, apiKey: 'key' });
    const kinds = [];
    while (kinds.length < answers.length)
      kinds.push((await faultOf(client.writeTasks([aTask()]))).kind);
    expect(kinds).toEqual(answers.map(() => 'malformed'));
    await server.close();
  });

  it('says of an address that is none of watchflow that it is none', async () => {
    const server = await startRawServer((_, index) => ({
      kind: 'answer',
      status: [301, 404, 400, 200][index] ?? 500,
      headers: { location: 'https://example.org/' },
      body: '<html></html>',
    }));
    const client = createRecordsClient({ url: server.url, apiKey: 'key' });
    const kinds = [];
    for (let n = 0; n < 4; n += 1) kinds.push((await faultOf(client.listTasks())).kind);
    expect(kinds).toEqual(['wrong-address', 'wrong-address', 'wrong-address', 'malformed']);
    await server.close();
    expect(() => createRecordsClient({ url: 'ftp://x', apiKey: '' })).toThrow(TypeError);
  });

  it.each(['', ' ', 'wf_secret\nline', 'wf_sécret', () => 'wf_secret\r\n'])(
    'says of a key that can be none that it is none, and does not show it (%#)',
    async (apiKey) => {
      const server = await startRawServer(() => json({ items: [], next_cursor: null }));
      const fault = await faultOf(createRecordsClient({ url: server.url, apiKey }).listTasks());
      expect(fault).toMatchObject({ kind: 'unauthorized' });
      expect(inspect(fault)).not.toMatch(/wf_|cret/);
      expect(server.seen).toEqual([]);
      await server.close();
    },
  );

  it('asks once more for a key that it was given by a function and that is not valid any more', async () => {
    const keys = ['old', 'new', 'bad', 'bad'];
    const server = await startRawServer(({ headers }) =>
      headers.authorization === 'Bearer new'
        ? json({ items: [], next_cursor: null })
        : problem(401, 'invalid-key'),
    );
    const client = createRecordsClient({ url: server.url, apiKey: () => keys.shift() ?? '' });
    expect(await client.listTasks()).toMatchObject({ items: [] });
    expect(await faultOf(client.listTasks())).toMatchObject({ kind: 'unauthorized', status: 401 });
    expect(server.seen).toHaveLength(4);
    await server.close();
  });

  it.each([
    { url: 'http://ann:p4ss@127.0.0.1:1', apiKey: 'key' },
    { url: 'ftp://ann:p4ss@127.0.0.1:1', apiKey: 'key' },
    { url: 'ann:p4ss@127.0.0.1:x', apiKey: 'key' },
    { url: 'http://127.0.0.1:1', apiKey: undefined as unknown as string },
  ])('is not made with what will never do, and does not show it (%#)', (connection) => {
    let thrown: unknown;
    try {
      createRecordsClient(connection);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(TypeError);
    expect(inspect(thrown)).not.toContain('p4ss');
  });

  it('says of an address where nobody is that nobody answered', async () => {
    const client = createRecordsClient({ url: 'http://127.0.0.1:1', apiKey: 'key' });
    expect(await faultOf(client.listTasks())).toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('did not answer'),
    });
  });

  it('does not wait for ever, and breaks off when told to', async () => {
    const server = await startRawServer(() => ({ kind: 'hang' }));
    const client = createRecordsClient({ url: server.url, apiKey: 'key', timeoutMs: 50 });
    expect(await faultOf(client.listTasks())).toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('no answer within 50 ms'),
    });
    const patient = createRecordsClient({ url: server.url, apiKey: 'key' });
    const signal = AbortSignal.timeout(20);
    await expect(patient.writeTasks([aTask()], { signal })).rejects.toThrow(
      expect.objectContaining({ name: 'TimeoutError' }),
    );
    await server.close();
  });
});
