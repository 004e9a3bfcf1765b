import { beforeAll, describe, expect, it } from '@jest/globals';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { eventually } from '../../support/eventually.js';
import { importAt } from '../../support/portable/import-at.js';
import { aFilm, anAnime } from '../../support/scenario-builders.js';
import { withPeople, type Person } from '../../support/with-people.js';

const series = anAnime(1);
const film = aFilm(2);

describe('taking everything out', () => {
  const world = withPeople({ titles: [series, film] });
  let address = '';
  beforeAll(async () => {
    address = await serveApi(world().watchflow);
  });
  const dataOf = (person: Person) => importAt(world(), address, person);
  const linesOf = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  /** Of a play what two installations have in common: not where it stands, nor who calls it what. */
  const playsOf = (text: string) => {
    const plays = linesOf(text).filter(({ kind }) => kind === 'play');
    const viewings = [...new Set(plays.map((play) => String(play['viewing_id'])))];
    return plays
      .map((play) => ({
        type: play['type'],
        item: play['item_trakt_id'],
        at: play['watched_at'],
        action: play['action'],
        ref: String(play['source_ref']).replace(/^trakt:/, ''),
        viewing: viewings.indexOf(String(play['viewing_id'])),
      }))
      .sort((a, b) => (a.ref < b.ref ? -1 : 1));
  };

  const table =
    'type,trakt_id,season,number,watched_at\nmovie,2,,,2020-05-01\nmovie,2,,,\nepisode,1,1,1,2026-11-01T12:00:20Z\n';

  it('gives what another installation takes: nothing is doubled when it comes again, and both have the same', async () => {
    const ann = await world().someone();
    ann.watch(series, { count: 3 });
    await ann.sync();
    const theirs = await dataOf(ann);
    const { body } = await theirs.take(table, { type: 'text/csv' });
    expect(body.counts).toMatchObject({ added: 2, joined: 1 });
    const taken = await theirs.takeOut('all');
    expect(linesOf(taken)[0]).toMatchObject({ format: 'watchflow-export', version: 1 });
    expect(linesOf(taken).at(-1)).toMatchObject({ kind: 'end', counts: { play: 6 } });
    const bob = await world().someone();
    const ours = await dataOf(bob);
    const first = await ours.take(taken, { type: 'application/jsonl' });
    expect(first).toMatchObject({ faults: [], body: { status: 'success', counts: { good: 6 } } });
    expect((await ours.take(taken)).body.counts).toMatchObject({ added: 0, joined: 0, known: 6 });
    expect(playsOf(await ours.takeOut('plays'))).toEqual(playsOf(taken));
    const plays = await world().watchflow.db.play.findMany({ where: { userId: bob.userId } });
    expect(new Set(plays.map(({ viewingId }) => viewingId)).size).toBe(5);
    // And home again.
    const back = await theirs.take(await ours.takeOut('plays'));
    expect(back.body.counts).toMatchObject({ added: 0 });
  });

  const threePlays = async () => {
    const ann = await world().someone();
    ann.watch(series, { count: 3 });
    await ann.sync();
    return (await dataOf(ann)).takeOut('plays');
  };
  const withoutLine = (text: string, at: number): string =>
    text.split('\n').toSpliced(at, 1).join('\n');

  it.each<[string, (text: string) => string, { readonly row: number; readonly reason: string }]>([
    [
      'broke off between two lines',
      (text) => withoutLine(text, 4),
      { row: 5, reason: 'breaks off' },
    ],
    [
      'lost a play on the way',
      (text) => withoutLine(text, 2),
      { row: 4, reason: '3 lines of the kind “play”, but there are 2' },
    ],
    [
      'has a line too many',
      (text) =>
        text
          .replace('{"kind":"end"', '{"kind":"note"}\n{"kind":"end"')
          .replace('"play":3', '"play":3,"note":0'),
      { row: 6, reason: '0 lines of the kind “note”, but there are 1' },
    ],
    [
      'has an end that tells nothing',
      (text) => text.replace(/"lines":\d+/, '"lines":"?"'),
      { row: 5, reason: 'does not say how many' },
    ],
    [
      'has the end of an early one, and fewer lines',
      (text) => withoutLine(text.replace(/,"counts":\{.*?\}/, ''), 2),
      { row: 4, reason: '3 lines, but there are 2' },
    ],
    ['is two of them in one', (text) => text + text, { row: 6, reason: 'one export at a time' }],
  ])(
    'takes no export that %s, unless the good rows are wanted',
    async (_what, change, { row, reason }) => {
      const taken = await threePlays();
      const bob = await world().someone();
      const ours = await dataOf(bob);
      expect((await ours.take(taken, { query: { dry_run: 'true' } })).body.bad_rows).toBe(0);
      const broken = change(taken);
      const refused = await ours.take(broken);
      expect(refused.body).toMatchObject({ status: 'refused', bad_rows: 1, counts: null });
      expect(refused.faults).toEqual([
        { file: null, row, column: null, reason: expect.stringContaining(reason) },
      ]);
      const count = () => world().watchflow.db.play.count({ where: { userId: bob.userId } });
      expect(await count()).toBe(0);
      const kept = await ours.take(broken, { query: { keep_good: 'true' } });
      expect(kept.body.status).toBe('success');
      expect(await count()).toBe(kept.body.counts?.good);
    },
  );

  it('takes an export that breaks off in the middle of a line for one that does', async () => {
    const taken = await threePlays();
    const bob = await world().someone();
    const { body, faults } = await (
      await dataOf(bob)
    ).take(taken.slice(0, taken.indexOf('"type"', 400) + 20));
    expect(body).toMatchObject({ status: 'refused', counts: null });
    expect(faults.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('not JSON'),
      expect.stringContaining('breaks off'),
    ]);
  });

  it('tells of removed plays since when they are, and no import makes them plays again', async () => {
    const ann = await world().someone();
    const [gone = ''] = ann.watch(series, { count: 3 });
    await ann.sync();
    world().trakt.removePlay(gone, { username: ann.name });
    await ann.sync();
    const theirs = await dataOf(ann);
    const all = await theirs.takeOut('all');
    const removed = linesOf(all).filter(({ kind }) => kind === 'removed-play');
    expect(removed).toMatchObject([{ source_ref: gone, season: 1, number: 1, mark: 'kept' }]);
    const since = Date.parse(String(removed[0]?.['removed_at']));
    expect(Date.now() - since).toBeLessThan(60_000);
    const table = await theirs.takeOut('removed-plays', 'csv');
    const bob = await world().someone();
    const states = async (userId: string) =>
      (
        await world().watchflow.db.play.findMany({
          where: { userId },
          orderBy: { sourceRef: 'asc' },
        })
      ).map(({ state }) => state);
    const ours = await dataOf(bob);
    expect((await ours.take(all)).body).toMatchObject({
      ignored: expect.arrayContaining(['removed-play']),
      counts: { good: 2, added: 2 },
    });
    expect((await ours.take(table)).body).toMatchObject({
      status: 'success',
      ignored: ['removed plays'],
      counts: { good: 0 },
    });
    expect(await states(bob.userId)).toHaveLength(2);
    // At home, where it stands as removed, it stays so.
    await theirs.take(all);
    await theirs.take(table);
    expect((await states(ann.userId)).filter((state) => state === 'removed')).toHaveLength(1);
    expect(await states(ann.userId)).toHaveLength(5);
  });

  it('takes the table of plays it gives out', async () => {
    const ann = await world().someone();
    ann.watch(series, { count: 2 });
    ann.watch(film);
    await ann.sync();
    const csv = await (await dataOf(ann)).takeOut('plays', 'csv');
    const bob = await world().someone();
    const { body, faults } = await (await dataOf(bob)).take(csv, { type: 'text/csv' });
    expect([faults, body.counts]).toEqual([[], { good: 3, added: 3, joined: 0, known: 0 }]);
  });

  it('holds neither tokens nor keys, only one’s own, and lets no cell be a formula', async () => {
    const ann = await world().someone();
    const bob = await world().someone();
    bob.watch(series);
    await bob.sync();
    const data = await dataOf(ann);
    await world().watchflow.db.mapping.create({
      data: {
        id: '7d0f8f7e-6c1d-4a2b-8c3d-4e5f60718293',
        userId: ann.userId,
        mediaType: 'movie',
        traktId: 2n,
        action: 'ignore',
        note: '=HYPERLINK("http://evil.example")',
        origin: 'api',
      },
    });
    const all = await data.takeOut('all');
    for (const secret of [ann.traktToken, ann.bangumiToken, bob.userId, 'password', 'hash'])
      expect(all).not.toContain(secret);
    expect(linesOf(all).map(({ kind }) => kind)).toEqual([undefined, 'mapping', 'end']);
    expect(await data.takeOut('mappings', 'csv')).toContain(
      `"'=HYPERLINK(""http://evil.example"")"`,
    );
    const refused = await data.http.get<unknown>('/api/v1/export?format=csv');
    expect([refused.status, refused.data]).toEqual([
      400,
      expect.objectContaining({ code: 'invalid-input' }),
    ]);
  });

  const many = 100_000;
  const inMiB = (bytes: number): number => Math.round(bytes / 1024 / 1024);
  const openCursors = () =>
    world().watchflow.db.$queryRaw<
      { waiting: bigint }[]
    >`SELECT count(*) AS waiting FROM pg_stat_activity
      WHERE datname = current_database() AND state = 'idle in transaction'`;

  it(`sends ${many} plays in memory that does not grow with them, and ends its query when the reader leaves`, async () => {
    const ann = await world().someone();
    const { db } = world().watchflow;
    await db.$executeRaw`INSERT INTO plays (user_id, source, source_ref, media_type, trakt_item_id, watched_at, watched_at_given, action, state)
      SELECT ${ann.userId}, 'trakt', n::text, 'movie', 2, now() - n * interval '1 hour', 'x', 'watch', 'proven'
      FROM generate_series(1, ${many}::int) n`;
    const data = await dataOf(ann);
    global.gc?.();
    const before = process.memoryUsage().rss;
    let most = before;
    const reading = await data.http.get<NodeJS.ReadableStream>('/api/v1/export?what=plays', {
      responseType: 'stream',
    });
    let lines = 0;
    let bytes = 0;
    for await (const chunk of reading.data as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      lines += chunk.toString('latin1').split('\n').length - 1;
      most = Math.max(most, process.memoryUsage().rss);
    }
    process.stderr.write(
      `export: ${many} plays, ${inMiB(bytes)} MiB, process grew ${inMiB(most - before)} MiB\n`,
    );
    expect(lines).toBe(many + 2);
    const left = await data.http.get<NodeJS.ReadableStream & { destroy(): void }>(
      '/api/v1/export?what=plays',
      { responseType: 'stream' },
    );
    expect(left.status).toBe(200);
    left.data.destroy();
    await eventually(async () => {
      const [row] = await openCursors();
      return row?.waiting === 0n ? true : undefined;
    }, 'the query to end');
    // Its place is free again.
    expect((await data.takeOut('settings')).trimEnd().split('\n')).toHaveLength(2);
  });

  it('lets a person have two under way at a time', async () => {
    const ann = await world().someone();
    const { db } = world().watchflow;
    await db.$executeRaw`INSERT INTO plays (user_id, source, source_ref, media_type, trakt_item_id, watched_at_given, action)
      SELECT ${ann.userId}, 'trakt', n::text, 'movie', 2, 'x', 'watch' FROM generate_series(1, 60000) n`;
    const data = await dataOf(ann);
    const begin = () =>
      data.http.get<NodeJS.ReadableStream & { destroy(): void }>('/api/v1/export?what=plays', {
        responseType: 'stream',
      });
    const open = [await begin(), await begin()];
    expect((await begin()).status).toBe(429);
    for (const { data: stream } of open) stream.destroy();
    await eventually(
      async () => ((await begin()).status === 200 ? true : undefined),
      'a free place',
    );
  });
});
