import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  cleanedUpSchema,
  incompletePageSchema,
  statsSchema,
} from '../../../src/api/contract/translation/keep.js';
import { aSession, aTask } from '../../support/translation/builders.js';
import { withRecords } from './with-records.js';

const world = withRecords({ waitMs: 1 });

const line = z.looseObject({ kind: z.enum(['session', 'task', 'end']) });

const linesOf = (data: unknown) =>
  z
    .string()
    .parse(data)
    .trimEnd()
    .split('\n')
    .map((text) => line.parse(JSON.parse(text)));

describe('recovery', () => {
  it('lists what is not at its end, the longest untouched first, with how its tasks stand', async () => {
    const ann = await world().someone();
    await ann.sessions(aSession({ id: 'old' }));
    await ann.sessions(
      aSession({ id: 'done', status: 'completed' }),
      aSession({ id: 'new', status: 'pending' }),
    );
    await ann.tasks(
      aTask({ id: 'a', session_id: 'old' }),
      aTask({ id: 'b', session_id: 'old', status: 'failed' }),
    );
    const { items } = await ann.get('/recovery/incomplete-sessions', incompletePageSchema);
    expect(items.map(({ id, tasks }) => [id, tasks.pending, tasks.failed])).toEqual([
      ['old', 1, 1],
      ['new', 0, 0],
    ]);
    const first = await ann.get('/recovery/incomplete-sessions?limit=1', incompletePageSchema);
    const next = await ann.get(
      `/recovery/incomplete-sessions?limit=1&cursor=${first.next_cursor ?? ''}`,
      incompletePageSchema,
    );
    expect(next).toMatchObject({ items: [{ id: 'new' }], next_cursor: null });
  });

  it('streams a session of 10,000 tasks: those to take up again, in their order, and how many', async () => {
    const ann = await world().someone();
    await ann.sessions(aSession());
    for (let at = 0; at < 12_000; at += 1_000)
      await ann.tasks(
        ...Array.from({ length: 1_000 }, (_, n) =>
          aTask({
            id: `t${at + n}`,
            position: at + n,
            status: at < 2_000 ? 'completed' : n % 2 === 0 ? 'pending' : 'processing',
          }),
        ),
      );
    const { status, data, headers } = await ann.ask('post', '/recovery/restore/s1');
    expect([status, headers['content-type']]).toEqual([200, 'application/jsonl']);
    const lines = linesOf(data);
    expect(lines[0]).toMatchObject({ kind: 'session', id: 's1' });
    expect(lines.slice(1, -1).map(({ id }) => id)).toEqual(
      Array.from({ length: 10_000 }, (_, n) => `t${n + 2_000}`),
    );
    expect(lines.at(-1)).toEqual({ kind: 'end', tasks: 10_000 });
    expect((await ann.ask('post', '/recovery/restore/none')).status).toBe(404);
  }, 60_000);
});

describe('keeping', () => {
  it('removes a session with its tasks', async () => {
    const ann = await world().someone();
    await ann.sessions(aSession());
    await ann.tasks(aTask({ id: 'a' }), aTask({ id: 'b' }));
    expect(await ann.ask('delete', '/sessions/s1')).toMatchObject({
      status: 200,
      data: { id: 's1', tasks: 2 },
    });
    expect((await ann.ask('get', '/tasks/a')).status).toBe(404);
    expect((await ann.ask('delete', '/sessions/s1')).status).toBe(404);
  });

  it('cleans finished sessions up that nobody touched, in batches, and only when told to', async () => {
    const { db, someone } = world();
    const [ann, bob] = [await someone(), await someone()];
    const ids = Array.from({ length: 33 }, (_, n) => `old${n}`);
    await ann.sessions(
      ...ids.map((id) => aSession({ id, status: 'completed' })),
      aSession({ id: 'failed', status: 'failed' }),
      aSession({ id: 'open' }),
      aSession({ id: 'with-work', status: 'completed' }),
      aSession({ id: 'fresh', status: 'completed' }),
    );
    await ann.tasks(
      ...ids.map((id) => aTask({ id: `of-${id}`, session_id: id, status: 'completed' })),
      aTask({ id: 'work', session_id: 'with-work' }),
    );
    await bob.sessions(aSession({ id: 'old1', status: 'completed' }));
    await db.$executeRaw`UPDATE translation_sessions SET updated_at = now() - interval '40 days' WHERE id <> 'fresh'`;
    const cleanUp = async (body: object) => {
      const { status, data } = await ann.ask('post', '/sessions/cleanup', body);
      expect(status).toBe(200);
      return cleanedUpSchema.parse(data);
    };
    const month = { older_than_days: 30 };
    expect(await cleanUp(month)).toEqual({
      dry_run: true,
      sessions: 33,
      tasks: 33,
      has_more: false,
    });
    expect(await cleanUp({ ...month, limit: 5 })).toMatchObject({ sessions: 5, has_more: true });
    expect(await cleanUp({ ...month, dry_run: false, limit: 15 })).toEqual({
      dry_run: false,
      sessions: 15,
      tasks: 15,
      has_more: true,
    });
    expect(await cleanUp({ ...month, dry_run: false })).toMatchObject({
      sessions: 18,
      tasks: 18,
      has_more: false,
    });
    expect(await cleanUp({ ...month, statuses: ['failed'], dry_run: false })).toMatchObject({
      sessions: 1,
    });
    const left = await db.translationSession.findMany({ where: { userId: ann.userId } });
    expect(left.map(({ id }) => id).sort()).toEqual(['fresh', 'open', 'with-work']);
    expect(await db.translationSession.count({ where: { userId: bob.userId } })).toBe(1);
    expect((await ann.ask('post', '/sessions/cleanup', { older_than_days: -1 })).status).toBe(400);
  });

  it('counts states, tokens, cost, sizes and rates', async () => {
    const ann = await world().someone();
    await ann.sessions(aSession());
    await ann.tasks(
      aTask({
        id: 'a',
        status: 'completed',
        model: 'm',
        cost: 0.25,
        input_tokens: 5,
        output_tokens: 7,
        source_text: '你好',
        result_text: 'hi',
      }),
      aTask({ id: 'b', status: 'failed', model: 'm', cost: 0.5, retry_count: 2, source_text: 'x' }),
      aTask({ id: 'c', source_text: 'y' }),
    );
    expect(await ann.get('/stats', statsSchema)).toMatchObject({
      sessions: { processing: 1, pending: 0 },
      tasks: {
        pending: 1,
        completed: 1,
        failed: 1,
        retried: 1,
        input_tokens: 5,
        output_tokens: 7,
        cost: 0.75,
        text_bytes: 10,
        created_last_hour: 3,
        completed_last_hour: 1,
      },
      models: [
        { model: 'm', tasks: 2, cost: 0.75 },
        { model: null, tasks: 1, cost: 0 },
      ],
    });
    expect(await ann.get('/stats?created_to=2020-01-01T00:00:00Z', statsSchema)).toMatchObject({
      tasks: { pending: 0, cost: 0 },
      models: [],
    });
  });
});
