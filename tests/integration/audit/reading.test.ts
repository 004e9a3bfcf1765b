import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '../../../src/areas/audit/words/fold.js';
import { aRecord, withAuditLogs } from './with-audit-logs.js';

const world = withAuditLogs();

type Person = Awaited<ReturnType<ReturnType<typeof world>['someone']>>;

/** The notes of what is found, in the order of their writing. */
const notesOf = async ({ list }: Person, q: string) =>
  (await list({ q, action: 'note.made', limit: '200' })).items
    .map((item) => (item['detail'] as { note: string }).note)
    .reverse();

const withNotes = async (...notes: readonly string[]) => {
  const person = await world().someone();
  await person.handIn(...notes.map((note) => aRecord({ action: 'note.made', detail: { note } })));
  return person;
};

describe('looking for text', () => {
  it('finds Chinese and Japanese from one sign on, wherever it stands', async () => {
    const person = await withNotes(
      '葬送のフリーレン 第3話',
      '进击的巨人',
      '鬼灭之刃 3b',
      '心旅と人心',
    );
    const expected: Readonly<Record<string, readonly string[]>> = {
      の: ['葬送のフリーレン 第3話'],
      フリーレン: ['葬送のフリーレン 第3話'],
      リー: ['葬送のフリーレン 第3話'],
      ﾌﾘｰ: ['葬送のフリーレン 第3話'],
      的巨: ['进击的巨人'],
      巨人: ['进击的巨人'],
      人: ['进击的巨人', '心旅と人心'],
      第3: ['葬送のフリーレン 第3話'],
      '葬送 第3話': ['葬送のフリーレン 第3話'],
      // Both pairs are there, the three signs are not.
      人心旅: [],
      '进击 葬送': [],
    };
    for (const [q, notes] of Object.entries(expected))
      expect([q, await notesOf(person, q)]).toEqual([q, notes]);
  });

  it('finds Latin words and their beginnings in any case, and short ones whole', async () => {
    const person = await withNotes('Settings of ÉCLAIR saved', 'settle it', 'an ID: 42', 'x.y/z');
    const expected: Readonly<Record<string, readonly string[]>> = {
      settings: ['Settings of ÉCLAIR saved'],
      SETT: ['Settings of ÉCLAIR saved', 'settle it'],
      éclair: ['Settings of ÉCLAIR saved'],
      'saved settings': ['Settings of ÉCLAIR saved'],
      id: ['an ID: 42'],
      42: ['an ID: 42'],
      i: [],
      ettings: [],
      'x.y/z': ['x.y/z'],
    };
    for (const [q, notes] of Object.entries(expected))
      expect([q, await notesOf(person, q)]).toEqual([q, notes]);
  });

  it('finds every part of a text that has a sign beyond ASCII, and nothing that lacks it', async () => {
    const sign = fc.constantFrom(...Array.from('人心旅進进カかナ第話季·é한🎬𠮷ab3 .-'));
    const text = fc.array(sign, { minLength: 1, maxLength: 9 }).map((signs) => signs.join(''));
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(text, { minLength: 4, maxLength: 8 }),
        fc.nat(),
        fc.nat(),
        async (texts, from, length) => {
          const person = await withNotes(...texts);
          for (const whole of texts) {
            const signs = Array.from(whole);
            const begin = from % signs.length;
            const q = signs.slice(begin, begin + 1 + (length % signs.length)).join('');
            if (!/[^\0-\x7f]/.test(q)) continue;
            const parts = fold(q).split(' ');
            const holds = (note: string) => parts.every((part) => fold(note).includes(part));
            expect([q, await notesOf(person, q)]).toEqual([q, texts.filter(holds)]);
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  it('looks in action and target too, and says so where nothing can be found', async () => {
    const { ask, handIn, list } = await world().someone();
    await handIn(aRecord({ action: 'shelf.sorted', target: { kind: 'shelf', id: '书架-7' } }));
    for (const q of ['sorted', 'shelf', '书架', '架-7', 'shelf.sorted'])
      expect((await list({ q })).items).toMatchObject([{ action: 'shelf.sorted' }]);
    expect(await ask('get', '/logs?q=%21%3F')).toMatchObject({
      status: 400,
      data: { errors: [{ in: 'query', pointer: '/q' }] },
    });
  });

  it('finds one rare record behind thousands of others, and pages through common ones', async () => {
    const { db, someone } = world();
    const person = await withNotes('稀有な一件');
    await person.handIn(
      ...Array.from({ length: 30 }, () =>
        aRecord({ action: 'note.made', detail: { note: '普通' } }),
      ),
    );
    await db.$executeRaw`INSERT INTO audit_logs (at, actor_kind, action, outcome, words)
      SELECT now() + n * interval '1 ms', 'system', 'filler', 'done', '''c:filler'''::tsvector FROM generate_series(1, 5000) n`;
    expect(await notesOf(person, '稀有')).toEqual(['稀有な一件']);
    const admin = await someone({ role: 'admin' });
    const first = await admin.list({ q: '普通', limit: '20' });
    const rest = await admin.list({ q: '普通', limit: '20', cursor: first.next_cursor ?? '' });
    expect([first.items.length, rest.items.length, rest.next_cursor]).toEqual([20, 10, null]);
    expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(30);
    await db.$executeRaw`DELETE FROM audit_logs WHERE action = 'filler'`;
  });

  it('also finds what was written before there was an index, as the migration leaves it', async () => {
    const { db, record } = world();
    await record({
      actor: { kind: 'user', userId: 'u_x', via: 'key:k_1' },
      action: 'settings.changed',
      target: { kind: 'user', id: 'u_y' },
      requestId: 'r-1',
      address: '192.0.2.7',
      detail: { title: '葬送のﾌﾘｰﾚﾝ Season 2', deep: { list: ['Ünï', 7] } },
    });
    // Within a detail PostgreSQL has an order of its own.
    const wordsNow = () =>
      db.$queryRaw`SELECT concerns, (SELECT array_agg(line ORDER BY line) FROM regexp_split_to_table(search_text, '\\n') line) AS lines,
        words::text FROM audit_logs WHERE request_id = 'r-1'`;
    const asWritten = await wordsNow();
    await db.$executeRaw`UPDATE audit_logs SET words = NULL, search_text = '', concerns = NULL WHERE request_id = 'r-1'`;
    const file = 'prisma/migrations/20261130221500_audit_search/migration.sql';
    const updates = (await readFile(file, 'utf8')).split(/^(?=UPDATE)/m).slice(1);
    for (const update of updates) await db.$executeRawUnsafe(update);
    expect(await wordsNow()).toEqual(asWritten);
  });
});

describe('filters', () => {
  it('are there for every field, and all must hold', async () => {
    const { db, record, someone } = world();
    const admin = await someone({ role: 'admin' });
    await record({
      actor: { kind: 'user', userId: 'u_f', via: 'key:k_f' },
      action: 'run.requested',
      target: { kind: 'run', id: "r'\\f" },
      outcome: 'refused',
      requestId: 'req-f',
      workflowId: 'history:u_f',
      address: '192.0.2.99',
    });
    await db.$executeRaw`UPDATE audit_logs SET at = '2020-05-05T05:05:05Z' WHERE request_id = 'req-f'`;
    const filters = {
      actor: 'u_f',
      actor_kind: 'user',
      actor_via: 'key:k_f',
      action: 'run.requested,run.undone',
      target: "r'\\f",
      target_kind: 'run',
      outcome: 'refused,failed',
      source: 'watchflow',
      request_id: 'req-f',
      workflow_id: 'history:u_f',
      address: '192.0.2.99',
      person: 'u_f',
      from: '2020-05-05T05:05:05Z',
      to: '2020-05-05T05:05:06Z',
    };
    const others = {
      actor: 'u_g',
      actor_kind: 'system',
      actor_via: 'key:k_g',
      action: 'run.undone',
      target: "r'\\g",
      target_kind: 'runs',
      outcome: 'done',
      source: 'key:k_f',
      request_id: 'req-g',
      workflow_id: 'history:u_g',
      address: '192.0.2.98',
      person: 'u_g',
      from: '2020-05-05T05:05:06Z',
      to: '2020-05-05T05:05:05Z',
    };
    expect((await admin.list(filters)).items).toMatchObject([{ workflow_id: 'history:u_f' }]);
    for (const [name, value] of Object.entries(others))
      expect([name, (await admin.list({ ...filters, [name]: value })).items]).toEqual([name, []]);
    for (const [name, value] of Object.entries(filters)) {
      const { items } = await admin.list({ [name]: value, to: '2021-01-01T00:00:00Z' });
      expect([name, items.map((item) => item['request_id'])]).toEqual([name, ['req-f']]);
    }
  });

  it('show people what they did, what was done to them and what they handed in, and nothing else', async () => {
    const { record, someone } = world();
    const [ann, bob] = [await someone(), await someone()];
    const admin = await someone({ role: 'admin' });
    await record({ action: 'run.ended', detail: { of: ann.userId } });
    await record({
      actor: { kind: 'user', userId: admin.userId },
      action: 'user.changed',
      target: { kind: 'user', id: ann.userId },
    });
    await record({ actor: { kind: 'user', userId: ann.userId }, action: 'session.created' });
    await record({ action: 'run.ended', detail: { of: bob.userId } });
    // Bob's service says that it was Ann.
    await bob.handIn(aRecord({ actor: { kind: 'user', id: ann.userId }, action: 'forged.deed' }));
    const actions = async (person: Person, query = {}) =>
      (await person.list(query)).items.map(({ action }) => action);
    expect(await actions(ann)).toEqual(['session.created', 'user.changed', 'run.ended']);
    expect(await actions(bob)).toEqual(['audit.received', 'run.ended', 'forged.deed']);
    expect(await actions(bob, { person: ann.userId })).toEqual(await actions(bob));
    expect(await actions(admin, { person: ann.userId })).toEqual(await actions(ann));
  });
});

describe('pages', () => {
  it('show nothing twice and leave nothing out while others write', async () => {
    const { record, someone } = world();
    const { userId, list } = await someone();
    for (let n = 0; n < 12; n += 1)
      await record({ action: 'run.ended', detail: { of: userId, n } });
    const seen: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof list>> = await list({
        limit: '5',
        ...(cursor === '' ? {} : { cursor }),
      });
      seen.push(...page.items.map((item) => (item['detail'] as { n: number }).n));
      cursor = page.next_cursor;
      await record({ action: 'run.ended', detail: { of: userId, n: 'new' } });
    }
    expect(seen).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });
});

describe('figures', () => {
  it('count by action, actor and time, in days of the zone asked for', async () => {
    const { ask, handIn } = await world().someone();
    const at = (time: string, over: object = {}) => aRecord({ at: time, ...over });
    await handIn(
      at('2019-03-01T15:59:59Z'),
      at('2019-03-01T16:00:00Z', { outcome: 'failed' }),
      at('2019-03-02T10:00:00Z', { action: 'invoice.sent', actor: { kind: 'system', id: 'cron' } }),
      at('2019-03-05T00:00:00Z'),
    );
    const query = 'from=2019-03-01T00:00:00Z&to=2019-03-05T00:00:00Z&time_zone=Asia/Shanghai';
    const { data } = await ask('get', `/stats?${query}`);
    expect(data).toMatchObject({
      total: 3,
      outcomes: { done: 2, refused: 0, failed: 1 },
      actions: [
        { action: 'invoice.paid', count: 2, failed: 1 },
        { action: 'invoice.sent', count: 1 },
      ],
      actors: [
        { kind: 'user', id: 'customer-7', count: 2 },
        { kind: 'system', id: 'cron', count: 1 },
      ],
      buckets: [
        { start: '2019-02-28T16:00:00.000Z', count: 1 },
        { start: '2019-03-01T16:00:00.000Z', count: 2 },
      ],
    });
    expect((await ask('get', '/stats?bucket=hour&from=2010-01-01T00:00:00Z')).status).toBe(400);
  });
});

describe('saved searches', () => {
  it('are kept, changed and removed by their person alone, under names of their own', async () => {
    const [ann, bob] = [await world().someone(), await world().someone()];
    const query = { q: '巨人', outcome: 'failed' };
    const { status, data } = await ann.ask('post', '/searches', { name: '失敗', query });
    const { id } = data as { id: string };
    expect([status, data]).toMatchObject([201, { name: '失敗', query }]);
    const taken = { status: 409, data: { code: 'search-name-taken' } };
    expect(await ann.ask('post', '/searches', { name: '失敗', query: {} })).toMatchObject(taken);
    expect((await bob.ask('post', '/searches', { name: '失敗', query: {} })).status).toBe(201);
    await ann.ask('post', '/searches', { name: 'All', query: {} });
    expect(await ann.ask('put', `/searches/${id}`, { name: 'ａｌｌ', query })).toMatchObject(taken);
    const changed = { name: '失敗', query: { action: 'run.*' } };
    expect(await ann.ask('put', `/searches/${id}`, changed)).toMatchObject({ data: changed });
    for (const method of ['get', 'delete'])
      expect((await bob.ask(method, `/searches/${id}`)).status).toBe(404);
    expect((await ann.ask('delete', `/searches/${id}`)).status).toBe(200);
    expect((await ann.ask('get', '/searches')).data).toMatchObject({ items: [{ name: 'All' }] });
  });

  it('hold nothing the list would not take, and are fifty at most', async () => {
    const { ask } = await world().someone();
    for (const query of [{ colour: 'red' }, { outcome: 'maybe' }, { limit: '5' }])
      expect((await ask('post', '/searches', { name: 'x', query })).status).toBe(400);
    const answers = await Promise.all(
      Array.from({ length: 52 }, (_, n) => ask('post', '/searches', { name: `s${n}`, query: {} })),
    );
    const codes = answers.map(({ status }) => status).sort();
    expect(codes).toEqual([...Array<number>(50).fill(201), 409, 409]);
  });
});
