import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { bulkInsert, queryRows, sql, unnestRows } from '../../../src/platform/database/index.js';
import { withDatabase } from '../../support/with-database.js';

const columns = {
  user_id: 'text',
  source: 'text',
  source_ref: 'text',
  viewing_id: 'uuid',
  media_type: 'text',
  trakt_item_id: 'int8',
  watched_at: 'timestamptz',
  watched_at_given: 'text',
  action: 'text',
  subject_id: 'int4',
} as const;

const oddTexts = [
  '白鳥の湖「第１話」',
  '🦢👨‍👩‍👧‍👦',
  '{"a,b"}',
  'O\'Brien \\ "x" NULL',
  '',
  'NULL',
  'two\nlines\ttab',
];

const aRow = (index: number) => ({
  user_id: 'u_1',
  source: 'trakt',
  source_ref: `${9_007_199_254_740_993n + BigInt(index)}`,
  viewing_id: randomUUID(),
  media_type: 'episode',
  trakt_item_id: 9_007_199_254_740_993n + BigInt(index),
  watched_at:
    index % 3 === 0 ? null : new Date(Date.UTC(1969 + (index % 60), 1, 28, 23, 59, 59, 123)),
  watched_at_given: oddTexts[index % oddTexts.length] ?? '',
  action: 'watch',
  subject_id: index % 2 === 0 ? null : index,
});

const conflict = { target: ['user_id', 'source', 'source_ref'] } as const;

describe('bulkInsert', () => {
  const database = withDatabase();

  it('writes 10,000 rows with nulls, Chinese text and emojis as they are', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => aRow(index));
    const count = await bulkInsert(database.db, {
      table: 'plays',
      columns,
      rows,
      onConflict: conflict,
    });
    const stored = await database.db.play.findMany({
      where: { userId: 'u_1' },
      orderBy: { traktItemId: 'asc' },
    });

    expect(count).toBe(10_000);
    expect(
      stored.map((play) => ({
        user_id: play.userId,
        source: play.source,
        source_ref: play.sourceRef,
        viewing_id: play.viewingId,
        media_type: play.mediaType,
        trakt_item_id: play.traktItemId,
        watched_at: play.watchedAt,
        watched_at_given: play.watchedAtGiven,
        action: play.action,
        subject_id: play.subjectId,
      })),
    ).toEqual(rows);
  });

  it('leaves rows alone that are there, and says so', async () => {
    const again = { ...aRow(1), action: 'scrobble' };
    const count = await bulkInsert(database.db, {
      table: 'plays',
      columns,
      rows: [again],
      onConflict: conflict,
    });
    const stored = await database.db.play.findFirst({ where: { sourceRef: again.source_ref } });
    expect({ count, action: stored?.action }).toEqual({ count: 0, action: 'watch' });
  });

  it('takes the last of rows with one key, and counts only what changed', async () => {
    const rows = [1, 2, 1].map((index, at) => ({
      ...aRow(index),
      action: at === 2 ? 'checkin' : 'watch',
    }));
    const update = { ...conflict, update: ['action'] } as const;
    const count = await bulkInsert(database.db, {
      table: 'plays',
      columns,
      rows,
      onConflict: update,
    });
    const stored = await database.db.play.findFirst({ where: { sourceRef: aRow(1).source_ref } });
    expect({ count, action: stored?.action }).toEqual({ count: 1, action: 'checkin' });
  });

  it('refuses a key that is there when nothing says what to do', async () => {
    await expect(
      bulkInsert(database.db, { table: 'plays', columns, rows: [aRow(1)] }),
    ).rejects.toThrow();
  });

  it('writes a text with U+0000, which PostgreSQL cannot hold, without it', async () => {
    const row = { media_type: 'movie', trakt_item_id: 5, facts: { title: 'A\u0000B \\u0000' } };
    await bulkInsert(database.db, {
      table: 'trakt_items',
      columns: { media_type: 'text', trakt_item_id: 'int8', facts: 'jsonb' } as const,
      rows: [row],
    });
    const stored = await database.db.traktItem.findFirst({ where: { traktItemId: 5n } });
    expect(stored?.facts).toEqual({ title: 'AB \\u0000' });
  });

  it('writes nothing for no rows', async () => {
    expect(await bulkInsert(database.db, { table: 'plays', columns, rows: [] })).toBe(0);
  });

  it('refuses a name that is no name before anything is sent', async () => {
    const insert = {
      table: 'plays"; DROP TABLE plays; --',
      columns: { id: 'int8' },
      rows: [{ id: 1 }],
    } as const;
    await expect(bulkInsert(database.db, insert)).rejects.toThrow('Not a column or table name');
  });

  it.each([
    [{ 标题: ['葬送', null, 1.5, { deep: '🧝' }] }],
    [[]],
    ['text'],
    [['a', 'b']],
    [false],
    [0],
  ])('writes %j as jsonb', async (facts) => {
    const rows = [{ subject_id: 1, rows: facts, fetched_at: '2026-02-28T23:59:59.123+09:00' }];
    const types = { subject_id: 'int4', rows: 'jsonb', fetched_at: 'timestamptz' } as const;
    const onConflict = { target: ['subject_id'], update: ['rows', 'fetched_at'] } as const;
    await bulkInsert(database.db, { table: 'episode_tables', columns: types, rows, onConflict });
    const [stored] = await database.db.episodeTable.findMany();
    expect(stored).toMatchObject({ rows: facts, fetchedAt: new Date('2026-02-28T14:59:59.123Z') });
  });

  it('is all or nothing inside a transaction', async () => {
    const attempt = database.db.$transaction(async (tx) => {
      await bulkInsert(tx, {
        table: 'plays',
        columns,
        rows: [{ ...aRow(20_000), user_id: 'u_2' }],
      });
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    expect(await database.db.play.count({ where: { userId: 'u_2' } })).toBe(0);
  });
});

describe('unnestRows', () => {
  const database = withDatabase();

  it('joins given rows with stored ones in one statement', async () => {
    await bulkInsert(database.db, { table: 'plays', columns, rows: [aRow(0), aRow(1), aRow(2)] });
    const moves = unnestRows({ ref: 'text', to: 'text' }, [
      { ref: aRow(0).source_ref, to: 'parked' },
      { ref: aRow(2).source_ref, to: 'proven' },
    ]);
    await database.db
      .$executeRaw`UPDATE plays SET state = v.to FROM ${moves} AS v WHERE plays.source_ref = v.ref`;
    const stored = await queryRows(
      database.db,
      z.object({ state: z.string(), id: z.bigint() }),
      sql`SELECT state, id FROM plays ORDER BY trakt_item_id`,
    );
    expect(stored.map(({ state }) => state)).toEqual(['parked', 'seen', 'proven']);
  });
});

describe('queryRows', () => {
  const database = withDatabase();

  it('gives numbers, times, JSON and arrays their own types', async () => {
    const row = z.object({
      big: z.bigint(),
      at: z.date(),
      facts: z.object({ a: z.int() }),
      list: z.array(z.string()),
    });
    const at = new Date('2026-07-01T00:00:00.007Z');
    const statement = sql`SELECT 9007199254740993 AS big, ${at}::timestamptz AS at, '{"a":1}'::jsonb AS facts, ARRAY['x','y'] AS list`;
    expect(await queryRows(database.db, row, statement)).toEqual([
      { big: 9_007_199_254_740_993n, at, facts: { a: 1 }, list: ['x', 'y'] },
    ]);
  });

  it('refuses rows that are not what was promised', async () => {
    await expect(
      queryRows(database.db, z.object({ n: z.string() }), sql`SELECT 1 AS n`),
    ).rejects.toThrow(z.ZodError);
  });

  it('keeps instants whatever time zone the server is set to', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await database.db.$executeRawUnsafe(`ALTER DATABASE ${name} SET timezone TO 'Asia/Tokyo'`);
    const { connectDatabase } = await import('../../../src/platform/database/index.js');
    const { collectLog } = await import('../../support/collect-log.js');
    const other = connectDatabase({ url: database.url, log: collectLog().log });
    const at = new Date('2026-07-01T00:00:00.000Z');
    await other.user.create({ data: { id: 'u', name: 'n', createdAt: at } });
    const [row] = await queryRows(
      other,
      z.object({ t: z.string() }),
      sql`SELECT extract(epoch FROM created_at)::text AS t FROM users`,
    );
    const read = await other.user.findUniqueOrThrow({ where: { id: 'u' } });
    await other.$disconnect();
    expect({ seconds: Number(row?.t), read: read.createdAt }).toEqual({
      seconds: at.getTime() / 1000,
      read: at,
    });
  });
});
