import { beforeAll, describe, expect, it } from '@jest/globals';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { importAt } from '../../support/portable/import-at.js';
import { zipOf } from '../../support/portable/zip.js';
import { aFilm, anAnime, type TestTitle } from '../../support/scenario-builders.js';
import { withPeople, type Person } from '../../support/with-people.js';

const series = anAnime(1);
const other = anAnime(2);
const film = aFilm(3);
const bare = anAnime(4);

const episodeId = (title: TestTitle, number: number): number =>
  title.traktId * 1_000_000 + 10_000 + number;
const at = (number: number): string => `2026-10-01T20:${String(number).padStart(2, '0')}:00.000Z`;

/** A row of Trakt's own export. */
const aRow = (
  id: string | number,
  title: TestTitle,
  { number, watchedAt = at(number) }: { readonly number: number; readonly watchedAt?: string },
) => ({
  id,
  watched_at: watchedAt,
  action: 'scrobble',
  type: 'episode',
  episode: { ids: { trakt: episodeId(title, number), tmdb: 7 }, season: 1, number, title: '' },
  show: { ids: { trakt: title.traktId, slug: 'x' }, title: 'x', year: 2020 },
});

describe('importing plays', () => {
  const world = withPeople({ titles: [series, other, film, bare] });
  let address = '';
  beforeAll(async () => {
    address = await serveApi(world().watchflow);
  });
  const importsOf = (person: Person) => importAt(world(), address, person);

  const viewings = async ({ userId }: Person) => {
    const plays = await world().watchflow.db.play.findMany({ where: { userId } });
    return {
      plays: plays.length,
      viewings: new Set(plays.map(({ viewingId }) => viewingId)).size,
      states: [...new Set(plays.map(({ state }) => state))],
    };
  };

  it('takes in the zip Trakt gives out, brings it to Bangumi, and doubles nothing when it comes again', async () => {
    const ann = await world().someone();
    const data = await importsOf(ann);
    const rows = Array.from({ length: 12 }, (_, index) =>
      aRow(index + 1, series, { number: index + 1 }),
    );
    const zip = zipOf([
      { name: 'ratings-movies.json', content: '[]' },
      { name: 'watched-history-2.json', content: JSON.stringify(rows.slice(5)) },
      { name: 'watched-history-1.json', content: JSON.stringify(rows.slice(0, 5)) },
      { name: 'watched-shows-1.json', content: '[{"plays":12,"show":{}}]' },
    ]);
    world().trakt.resetCounts();
    const { body, faults } = await data.take(zip, { type: 'application/zip' });
    expect(faults).toEqual([]);
    expect(body).toMatchObject({
      status: 'success',
      advice: null,
      ignored: ['ratings-movies.json', 'watched-shows-1.json'],
      counts: { good: 12, added: 12, joined: 0, known: 0 },
    });
    // However many episodes of a show there are: the show, and its seasons.
    expect(world().trakt.counts()).toMatchObject({
      'GET /shows/{id}': 1,
      'GET /shows/{id}/seasons': 1,
    });
    const run = await ann.closed(body.run_id ?? '');
    expect(run.certificate).toMatchObject({
      complete: true,
      plays: { promised: 0, stored: 12, elsewhere: 12, proven: 12 },
    });
    expect(ann.written()).toMatchObject({ changed: 12 });
    const again = await data.take(zip);
    expect(again.body).toMatchObject({ run_id: null, counts: { added: 0, joined: 0, known: 12 } });
    expect(await viewings(ann)).toEqual({ plays: 12, viewings: 12, states: ['proven'] });
  });

  it('joins what Trakt told of before, by its id or within a minute, and has nothing to do for it', async () => {
    const ann = await world().someone();
    const [first = '', second = ''] = ann.watch(series, { count: 2 });
    await ann.sync();
    const data = await importsOf(ann);
    world().trakt.resetCounts();
    const { body } = await data.take(
      JSON.stringify([
        aRow(first, series, { number: 1, watchedAt: '2026-11-01T12:00:00.000Z' }),
        aRow(second, series, { number: 2, watchedAt: '2020-01-01T00:00:00.000Z' }),
      ]),
    );
    const csv = `type,trakt_id,season,number,watched_at\nepisode,1,1,1,2026-11-01T12:00:45Z\n`;
    const table = await data.take(csv, { type: 'text/csv' });
    expect([body.counts, table.body.counts]).toEqual([
      { good: 2, added: 0, joined: 2, known: 0 },
      { good: 1, added: 0, joined: 1, known: 0 },
    ]);
    // What is known needs no question.
    expect(world().trakt.counts()).toEqual({});
    expect(await viewings(ann)).toEqual({ plays: 5, viewings: 2, states: ['proven'] });
    expect((await ann.sync('full')).certificate).toMatchObject({
      complete: true,
      plays: { promised: 2, stored: 5, elsewhere: 3, proven: 5, removed: 0 },
    });
  });

  it('is joined by Trakt when that shows the play later, and not marked again', async () => {
    const ann = await world().someone();
    const data = await importsOf(ann);
    const { body } = await data.take(
      JSON.stringify([aRow(770_001, series, { number: 1 }), aRow(770_002, series, { number: 2 })]),
    );
    await ann.closed(body.run_id ?? '');
    const before = ann.written();
    ann.watch(series, { at: at(1), id: '770001' });
    ann.watch(series, { from: 2, at: '2026-10-01T20:02:30.000Z', id: '880002' });
    const run = await ann.sync();
    expect(run.certificate).toMatchObject({ complete: true, plays: { stored: 4, proven: 4 } });
    expect(await viewings(ann)).toEqual({ plays: 4, viewings: 2, states: ['proven'] });
    expect(ann.written()).toEqual(before);
  });

  it('never takes a play for removed that Trakt did not promise', async () => {
    const ann = await world().someone();
    ann.watch(other);
    await ann.sync();
    const { body } = await (
      await importsOf(ann)
    ).take(JSON.stringify([aRow(1, series, { number: 1 })]));
    await ann.closed(body.run_id ?? '');
    const run = await ann.sync('full');
    expect(run.certificate).toMatchObject({
      complete: true,
      plays: { promised: 1, stored: 2, elsewhere: 1, removed: 0 },
    });
  });

  it('finds titles by the ids of others, once each, and tells what nobody knows by row', async () => {
    const ann = await world().someone();
    const data = await importsOf(ann);
    const csv = [
      'Type;TMDB_ID;Season;Episode;Title;Watched At',
      ...Array.from(
        { length: 12 },
        (_, n) => `episode;50004;1;${n + 1};"Anime; ""4""";2026-10-0${1 + (n % 9)} 20:15`,
      ),
      'movie;50003;;;Film;2026-10-02',
      'movie;99999;;;Nothing;2026-10-02',
      'episode;50004;1;99;Too far;2026-10-02',
    ].join('\r\n');
    world().trakt.resetCounts();
    const query = { keep_good: 'true', time_zone: 'Asia/Shanghai' };
    const { body, faults } = await data.take(`\ufeff${csv}`, { type: 'text/csv', query });
    expect(body).toMatchObject({ status: 'success', bad_rows: 2, counts: { good: 13, added: 13 } });
    expect(faults).toEqual([
      {
        file: null,
        row: 15,
        column: 'tmdb_id',
        reason: 'Trakt knows no film with the TMDB id 99999',
      },
      {
        file: null,
        row: 16,
        column: 'number',
        reason: 'Trakt knows no episode 1x99 of the show with the TMDB id 50004',
      },
    ]);
    expect(world().trakt.counts()).toMatchObject({
      'GET /search/{id_type}/{id}': 3,
      'GET /shows/{id}/seasons': 1,
    });
    const plays = await world().watchflow.db.play.findMany({ where: { userId: ann.userId } });
    expect(plays.map(({ watchedAt }) => watchedAt?.toISOString())).toContain(
      '2026-10-01T12:15:00.000Z',
    );
  });

  it('takes nothing in while a row has a fault, and lists every one', async () => {
    const ann = await world().someone();
    const data = await importsOf(ann);
    const csv = [
      'type,trakt_id,season,number,watched_at',
      'episode,1,1,1,2026-10-01T20:00:00Z',
      'episode,1,,1,2026-10-01T20:00:00Z',
      'film,-3,,,yesterday',
      'nonsense,1,1,1,2206-10-01',
      'episode,,1,1,1899-10-01',
      'episode,1,1,1,2026-02-31',
    ].join('\n');
    const { body, faults } = await data.take(csv, { type: 'text/csv' });
    expect(body).toMatchObject({ status: 'refused', bad_rows: 5, counts: null, run_id: null });
    expect(faults.map(({ row, column }) => `${row} ${column ?? ''}`.trim())).toEqual([
      '3 season',
      '4 trakt_id',
      '4 watched_at',
      '5 type',
      '5 watched_at',
      '6',
      '6 watched_at',
      '7 watched_at',
    ]);
    expect(await viewings(ann)).toMatchObject({ plays: 0 });
    const told = await data.take(csv, { query: { dry_run: 'true' } });
    expect(told.body).toMatchObject({
      status: 'success',
      counts: { good: 1, added: 1 },
      run_id: null,
    });
    expect(await viewings(ann)).toMatchObject({ plays: 0 });
    const kept = await data.take(csv, { query: { keep_good: 'true' } });
    expect(kept.body).toMatchObject({ status: 'success', counts: { good: 1, added: 1 } });
    expect(await viewings(ann)).toMatchObject({ plays: 1 });
  });

  it.each([
    ['nothing', '', 'is empty'],
    ['GB18030', Buffer.from([0x74, 0x79, 0xb6, 0xaf, 0xbb, 0xad, 0x0a]), 'is not UTF-8'],
    ['UTF-16', Buffer.from('\ufefftype,trakt_id,watched_at\n', 'utf16le'), 'is not UTF-8'],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'is not UTF-8'],
    ['JSON that breaks off', '[{"id":1,', 'is not JSON'],
    ['an object', '{"a":1}', 'is no export of watchflow'],
    ['a table without names', 'a,b\n1,2\n', 'is no table of plays'],
    ['an open quote', 'type,trakt_id,watched_at\nmovie,1,"x\n', 'ends within quotes'],
    [
      'a zip that breaks off',
      zipOf([{ name: 'history.json', content: '[]' }]).subarray(0, 40),
      'is an archive that cannot be read',
    ],
    [
      'a zip without plays',
      zipOf([{ name: 'a.txt', content: 'x' }]),
      'is an archive without plays',
    ],
    [
      'a zip that lies of its size',
      zipOf([{ name: 'history.json', content: ' '.repeat(90_000), size: 10 }]),
      'too many bytes',
    ],
    [
      'a zip that says it is huge',
      zipOf([{ name: 'history.json', content: '[]', size: 2 ** 31 }]),
      'unpacks to more',
    ],
  ])('refuses %s with the reason', async (_what, file, reason) => {
    const data = await importsOf(await world().someone());
    const { body, faults } = await data.take(Buffer.from(file));
    expect(body).toMatchObject({ status: 'refused', counts: null });
    expect(faults).toEqual(
      [
        {
          file: expect.anything(),
          row: expect.any(Number),
          column: null,
          reason: expect.stringContaining(reason),
        },
      ].map((fault) => ({ ...fault, file: faults[0]?.file ?? null })),
    );
  });

  it('takes a file once under an Idempotency-Key, and no other under the same', async () => {
    const ann = await world().someone();
    const data = await importsOf(ann);
    const file = JSON.stringify([aRow(5, series, { number: 1 })]);
    const key = { key: 'once' };
    const first = await data.take(file, key);
    const second = await data.take(file, key);
    expect(second.body).toEqual(first.body);
    const third = await data.send(JSON.stringify([aRow(6, series, { number: 2 })]), key);
    expect([third.status, third.data]).toEqual([
      422,
      expect.objectContaining({ code: 'idempotency-key-reused' }),
    ]);
    expect(await viewings(ann)).toMatchObject({ plays: 1 });
  });

  it('stops when it is cancelled, takes nothing in, and is forgotten when it is over', async () => {
    const { trakt } = world();
    const ann = await world().someone();
    const data = await importsOf(ann);
    trakt.faults.add({ match: { path: '/search' }, fault: { kind: 'delay', ms: 3000 } });
    const sent = await data.send('type,tmdb_id,watched_at\nmovie,77777,2026-10-01\n', {
      type: 'text/csv',
    });
    const { import_id: id } = sent.data as { import_id: string };
    const cancelled = await data.http.delete<unknown>(`/api/v1/imports/${id}`);
    expect(cancelled.data).toEqual({ outcome: 'cancelling' });
    expect(await data.ended(id)).toMatchObject({ status: 'cancelled', counts: null });
    expect((await data.http.delete<unknown>(`/api/v1/imports/${id}`)).data).toEqual({
      outcome: 'forgotten',
    });
    expect((await data.http.get<unknown>(`/api/v1/imports/${id}`)).status).toBe(404);
    expect(await world().watchflow.db.importPiece.count({ where: { importId: id } })).toBe(0);
  });
});
