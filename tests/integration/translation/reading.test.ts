import { beforeAll, describe, expect, it } from '@jest/globals';
import { sessionPageSchema, taskPageSchema } from '../../../src/api/contract/translation/read.js';
import { aSession, aTask, type TaskItem } from '../../support/translation/builders.js';
import { withRecords } from './with-records.js';

const world = withRecords({ waitMs: 1 });
type Person = Awaited<ReturnType<ReturnType<typeof world>['someone']>>;

let ann: Person;

const tasks: readonly TaskItem[] = Array.from({ length: 25 }, (_, n) =>
  aTask({
    id: `t${String(n).padStart(2, '0')}`,
    session_id: n < 20 ? 's1' : 's2',
    position: n,
    status: n % 5 === 0 ? 'completed' : 'pending',
    source_language: n % 2 === 0 ? 'ja' : 'en',
    target_language: 'zh-CN',
    model: n % 3 === 0 ? 'gpt-4o' : null,
    source_text: n === 7 ? '100% of_it' : `text ${n}`,
    result_text: n === 8 ? '葬送的芙莉莲' : null,
  }),
);

beforeAll(async () => {
  ann = await world().someone();
  await ann.sessions(
    aSession({ id: 's1', name: 'Frieren' }),
    aSession({ id: 's2', status: 'failed' }),
  );
  for (let at = 0; at < tasks.length; at += 5) await ann.tasks(...tasks.slice(at, at + 5));
});

const listed = async (query: string): Promise<readonly string[]> =>
  (await ann.get(`/tasks?${query}`, taskPageSchema)).items.map(({ id }) => id);

const idsWhere = (is: (task: TaskItem) => boolean): readonly string[] =>
  tasks.filter(is).map(({ id }) => id);

/** Every page behind the first one, by cursor. */
async function walk(url: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor = '';
  for (;;) {
    const page = await ann.get(`${url}${cursor}`, taskPageSchema);
    ids.push(...page.items.map(({ id }) => id));
    if (page.next_cursor === null) return ids;
    cursor = `&cursor=${page.next_cursor}`;
  }
}

describe('lists of records', () => {
  it.each([
    ['session_id=s2', (task: TaskItem) => task.session_id === 's2'],
    [
      'session_id=s1&status=completed',
      ({ session_id: id, status }: TaskItem) => id === 's1' && status === 'completed',
    ],
    [
      'status=completed,pending&source_language=en',
      (task: TaskItem) => task.source_language === 'en',
    ],
    ['model=gpt-4o&target_language=zh-CN', ({ model }: TaskItem) => model === 'gpt-4o'],
    ['q=100%25 OF_', ({ id }: TaskItem) => id === 't07'],
    ['q=芙莉莲', ({ id }: TaskItem) => id === 't08'],
    ['created_from=2999-01-01T00:00:00Z', () => false],
    ['updated_to=2000-01-01T00:00:00Z', () => false],
    ['created_from=2020-01-01T00:00:00Z&updated_from=2020-01-01T00:00:00Z', () => true],
  ])('show what %s leaves, and nothing else', async (query, is) => {
    expect([...(await listed(`${query}&limit=200`))].sort()).toEqual(idsWhere(is));
  });

  it.each(['created_at', '-created_at'])(
    'page by cursor through all in the order of %s',
    async (sort) => {
      const ids = await walk(`/tasks?limit=4&sort=${sort}`);
      expect([...ids].sort()).toEqual(idsWhere(() => true));
      const whole = await listed(`limit=200&sort=${sort}`);
      expect(ids).toEqual(whole);
    },
  );

  it('have the tasks of a session in their places', async () => {
    const own = idsWhere(({ session_id: id }) => id === 's1');
    expect(await walk('/sessions/s1/tasks?limit=3')).toEqual(own);
    expect(await walk('/sessions/s1/tasks?limit=3&sort=-position')).toEqual([...own].reverse());
    expect((await ann.ask('get', '/sessions/none/tasks')).status).toBe(404);
  });

  it('page by number, with a count, and do not shift when others write', async () => {
    const bob = await world().someone();
    await bob.sessions(aSession());
    await bob.tasks(...Array.from({ length: 7 }, (_, n) => aTask({ id: `old${n}` })));
    const first = await bob.get('/tasks?page=1&page_size=3', taskPageSchema);
    expect(first).toMatchObject({ page: 1, page_size: 3, total: 7, total_is_exact: true });
    await bob.tasks(...Array.from({ length: 5 }, (_, n) => aTask({ id: `new${n}` })));
    const rest = await Promise.all(
      [2, 3].map((page) =>
        bob.get(`/tasks?page=${page}&page_size=3&as_of=${first.as_of ?? ''}`, taskPageSchema),
      ),
    );
    const ids = [first, ...rest].flatMap(({ items }) => items.map(({ id }) => id));
    expect([...ids].sort()).toEqual(Array.from({ length: 7 }, (_, n) => `old${n}`));
  });

  it('show nothing twice and leave nothing out while others write', async () => {
    const bob = await world().someone();
    await bob.sessions(aSession());
    const ids = Array.from({ length: 60 }, (_, n) => `before${n}`);
    await bob.tasks(...ids.map((id) => aTask({ id })));
    const seen: string[] = [];
    let cursor = '';
    for (let round = 0; ; round += 1) {
      const page = await bob.get(`/tasks?limit=7&sort=-created_at${cursor}`, taskPageSchema);
      seen.push(...page.items.map(({ id }) => id));
      await bob.tasks(
        aTask({ id: `meanwhile${round}` }),
        ...ids.map((id) => aTask({ id, version: round + 2, status: 'processing' })),
      );
      if (page.next_cursor === null) break;
      cursor = `&cursor=${page.next_cursor}`;
    }
    expect([...seen].sort()).toEqual([...ids].sort());
  });

  it('have sessions by state and change', async () => {
    const page = await ann.get('/sessions?status=failed&sort=updated_at', sessionPageSchema);
    expect(page.items.map(({ id }) => id)).toEqual(['s2']);
    const found = await ann.get('/sessions?q=frier', sessionPageSchema);
    expect(found.items.map(({ id }) => id)).toEqual(['s1']);
  });

  it.each([
    ['/tasks?sort=position', 'query /sort'],
    ['/tasks?sort=colour', 'query /sort'],
    ['/tasks?status=done', 'query /status/0'],
    ['/tasks?cursor=abc', 'query /cursor'],
    ['/tasks?page=2&cursor=abc', 'query /cursor'],
    ['/tasks?page=300&page_size=50', 'query /page'],
    ['/tasks?limit=201', 'query /limit'],
    ['/tasks?created_from=yesterday', 'query /created_from'],
    ['/tasks?colour=red', 'query /colour'],
    ['/sessions?sort=position', 'query /sort'],
    ['/sessions/a%2Fb', 'path /id'],
  ])('refuse %s with its place', async (url, place) => {
    const { status, data } = await ann.ask('get', url);
    const [part, pointer] = place.split(' ');
    expect([status, data]).toEqual([
      400,
      expect.objectContaining({ errors: [expect.objectContaining({ in: part, pointer })] }),
    ]);
  });

  it('take no cursor of another sort', async () => {
    const { next_cursor: cursor } = await ann.get('/tasks?limit=1&sort=created_at', taskPageSchema);
    expect((await ann.ask('get', `/tasks?sort=-created_at&cursor=${cursor ?? ''}`)).status).toBe(
      400,
    );
  });
});
