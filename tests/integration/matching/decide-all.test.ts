import { beforeEach, describe, expect, it } from '@jest/globals';
import { createIdMap, createMatching } from '../../../src/areas/matching/index.js';
import type { DecideAll } from '../../../src/areas/matching/index.js';
import { collectLog } from '../../support/collect-log.js';
import {
  aMapItem,
  aMovie,
  anEpisode,
  aTitle,
  eveningInJapan,
  weeklyRows,
} from '../../support/matching/builders.js';
import { createFakeBangumi } from '../../support/matching/fake-bangumi.js';
import type { FakeBangumi } from '../../support/matching/fake-bangumi.js';
import { createFakeTrakt } from '../../support/matching/fake-trakt.js';
import type { FakeTrakt } from '../../support/matching/fake-trakt.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const hour = 3_600_000;
const access = { accessToken: 'token', limitKey: 'user' };
const idMap = createIdMap(
  [
    aMapItem({ id: 1, key: 'tv/100', begin: '2026-01-03' }),
    aMapItem({ id: 5, key: 'movie/100', begin: '2026-01-03' }),
    ...Array.from({ length: 12 }, (_, index) =>
      aMapItem({ id: 100 + index, key: `tv/${200 + index}`, begin: '2020-01-04' }),
    ),
  ],
  'map 1',
);

const episode = (number: number, date: string) =>
  anEpisode({ traktId: 1000 + number, number, firstAired: eveningInJapan(date) });
const manyShows = Array.from({ length: 12 }, (_, index) =>
  anEpisode({ traktId: 3000 + index, show: aTitle({ tmdb: 200 + index }) }),
);

let bangumi: FakeBangumi;
let trakt: FakeTrakt;
let now: Date;
const decideAll = (request: Omit<DecideAll, 'access' | 'traktAccess'>) =>
  createMatching({
    db: database.db,
    bangumi,
    trakt,
    idMaps: { current: () => idMap },
    liveAction: 'asian',
    clock: { now: () => now },
    log: collectLog().log,
  }).decideAll({ access, traktAccess: () => Promise.resolve(access), ...request });

beforeEach(async () => {
  await database.db.match.deleteMany();
  await database.db.episodeTable.deleteMany();
  await database.db.bangumiAnswer.deleteMany();
  bangumi = createFakeBangumi();
  trakt = createFakeTrakt();
  bangumi.setRows(1, weeklyRows({ subjectId: 1, from: '2026-01-03', count: 3 }));
  now = new Date('2026-02-01T00:00:00Z');
});

describe('decideAll', () => {
  it('stores what it decides, with reason, subject, evidence and the version of the map', async () => {
    const foreign = anEpisode({
      traktId: 9,
      show: aTitle({ tmdb: 999, genres: [], country: 'us' }),
    });
    const decisions = await decideAll({
      items: [episode(2, '2026-01-10'), episode(4, '2026-01-24'), foreign, aMovie({ traktId: 9 })],
    });
    expect([...decisions].map(([key, { kind }]) => [key, kind])).toEqual([
      ['episode:1002', 'matched'],
      ['episode:1004', 'parked'],
      ['episode:9', 'excluded'],
      ['movie:9', 'parked'],
    ]);
    const stored = await database.db.match.findMany({
      orderBy: [{ mediaType: 'asc' }, { traktItemId: 'asc' }],
    });
    expect(stored).toEqual([
      expect.objectContaining({
        traktItemId: 9n,
        kind: 'excluded',
        reason: 'out-of-scope',
        subjectId: null,
      }),
      expect.objectContaining({
        traktItemId: 1002n,
        kind: 'matched',
        reason: null,
        subjectId: 1,
        episodeId: 10_002,
        idMapVersion: 'map 1',
        decidedAt: now,
      }),
      expect.objectContaining({
        traktItemId: 1004n,
        kind: 'parked',
        reason: 'episode-missing',
        subjectId: 1,
        episodeId: null,
      }),
      expect.objectContaining({
        mediaType: 'movie',
        traktItemId: 9n,
        kind: 'parked',
        reason: 'unmatched',
      }),
    ]);
    expect(stored[1]?.evidence).toEqual(decisions.get('episode:1002')?.evidence);
  });

  it('asks Bangumi once for all items of a subject and not again within a week', async () => {
    const items = [episode(1, '2026-01-03'), episode(2, '2026-01-10'), episode(2, '2026-01-10')];
    const first = await decideAll({ items });
    now = new Date(now.getTime() + 6 * 24 * hour);
    expect(await decideAll({ items })).toEqual(first);
    expect(bangumi.calls).toMatchObject({ episodes: [1], subjects: [] });
    now = new Date(now.getTime() + 2 * 24 * hour);
    await decideAll({ items });
    expect(bangumi.calls.episodes).toEqual([1, 1]);
  });

  it('reads a table that lacks a row again after 20 hours, once', async () => {
    const items = [episode(4, '2026-01-24')];
    await decideAll({ items });
    now = new Date(now.getTime() + 19 * hour);
    await decideAll({ items });
    expect(bangumi.calls.episodes).toEqual([1]);
    bangumi.setRows(1, weeklyRows({ subjectId: 1, from: '2026-01-03', count: 4 }));
    now = new Date(now.getTime() + 2 * hour);
    const decisions = await decideAll({ items });
    expect(decisions.get('episode:1004')).toMatchObject({ kind: 'matched', episodeId: 10_004 });
    expect(bangumi.calls.episodes).toEqual([1, 1]);
  });

  it('reads everything anew when told that the tables are stale', async () => {
    const items = [episode(1, '2026-01-03')];
    await decideAll({ items });
    await decideAll({ items, refresh: 'stale' });
    expect(bangumi.calls.episodes).toEqual([1, 1]);
  });

  it('remembers that a subject is gone', async () => {
    bangumi.setRows(1, null);
    const items = [episode(1, '2026-01-03')];
    expect((await decideAll({ items })).get('episode:1001')).toMatchObject({
      kind: 'parked',
      reason: 'unmatched',
    });
    await decideAll({ items });
    expect(bangumi.calls).toMatchObject({ episodes: [1], subjects: [1] });
    expect(await database.db.episodeTable.findMany()).toEqual([
      expect.objectContaining({ subjectId: 1, rows: null }),
    ]);
  });

  it('follows a merged subject, from Bangumi and from the store', async () => {
    bangumi.setRows(1, []);
    bangumi.merge(1, 2);
    bangumi.setRows(2, weeklyRows({ subjectId: 2, from: '2026-01-03', count: 3 }));
    const items = [episode(2, '2026-01-10'), episode(4, '2026-01-24')];
    const decisions = await decideAll({ items });
    expect(decisions.get('episode:1002')).toMatchObject({
      kind: 'matched',
      subjectId: 2,
      episodeId: 20_002,
    });
    expect(decisions.get('episode:1004')).toMatchObject({
      reason: 'episode-missing',
      subjectId: 2,
    });
    expect(await decideAll({ items })).toEqual(decisions);
    expect(bangumi.calls).toMatchObject({ episodes: [1, 2], subjects: [1] });
  });

  it('matches a film without rows to its subject', async () => {
    bangumi.setRows(5, []);
    const decisions = await decideAll({ items: [aMovie()] });
    expect(decisions.get('movie:2000')).toMatchObject({
      kind: 'matched',
      subjectId: 5,
      episodeId: null,
    });
  });

  it('reads four tables at once at most and tells how far it is', async () => {
    for (let id = 100; id < 112; id += 1)
      bangumi.setRows(id, weeklyRows({ subjectId: id, from: '2020-01-04', count: 3 }));
    const progress: unknown[] = [];
    const decisions = await decideAll({
      items: manyShows,
      onProgress: (step) => progress.push(step),
    });
    expect([...decisions.values()].every(({ kind }) => kind === 'matched')).toBe(true);
    expect(bangumi.mostAtOnce()).toBe(4);
    expect(progress.at(-1)).toEqual({ fetched: 12, toFetch: 12 });
  });

  it('passes an error of Bangumi on and keeps the tables read until then', async () => {
    for (let id = 100; id < 112; id += 1)
      bangumi.setRows(id, weeklyRows({ subjectId: id, from: '2020-01-04', count: 3 }));
    bangumi.fail(111, 'unavailable');
    await expect(decideAll({ items: manyShows })).rejects.toMatchObject({ kind: 'unavailable' });
    const asked = bangumi.calls.episodes.length;
    bangumi.fail(111, null);
    await decideAll({ items: manyShows });
    expect(bangumi.calls.episodes.slice(asked)).toEqual([111]);
  });

  describe('other titles', () => {
    const show = aTitle({ traktId: 7, title: 'Yoake no Tan', tmdb: 999, year: 2026 });
    const ofUnknown = (number: number, date: string) =>
      anEpisode({ traktId: 70 + number, number, firstAired: eveningInJapan(date), show });
    const items = [ofUnknown(1, '2026-01-03'), ofUnknown(2, '2026-01-10')];

    beforeEach(() => {
      bangumi.setHits([{ id: 1, name: '夜明けの譚', date: '2026-01-03' }]);
      trakt.setTitles(7, { aliases: [{ title: '夜明けの譚', country: 'jp' }] });
    });

    it('are asked of Trakt once for all items of a show, and not again within a week', async () => {
      const first = await decideAll({ items });
      expect([...first.values()]).toMatchObject([
        { kind: 'matched', episodeId: 10_001 },
        { kind: 'matched', episodeId: 10_002 },
      ]);
      now = new Date(now.getTime() + 6 * 24 * hour);
      expect(await decideAll({ items })).toEqual(first);
      expect(trakt.calls).toEqual(['aliases of show 7']);
      now = new Date(now.getTime() + 2 * 24 * hour);
      await decideAll({ items });
      expect(trakt.calls).toHaveLength(2);
    });

    it('are not decided without: an error of Trakt is passed on, and nothing is stored', async () => {
      trakt.fail('unavailable');
      await expect(decideAll({ items })).rejects.toMatchObject({ kind: 'unavailable' });
      expect(await database.db.match.count()).toBe(0);
      trakt.fail(null);
      expect((await decideAll({ items })).get('episode:71')).toMatchObject({ kind: 'matched' });
    });

    it('are none for a work that Trakt does not have', async () => {
      const other = { ...show, traktId: 8 };
      const decisions = await decideAll({ items: items.map((item) => ({ ...item, show: other })) });
      expect(decisions.get('episode:71')).toMatchObject({ kind: 'parked', reason: 'unmatched' });
      expect(trakt.calls).toEqual(['aliases of show 8']);
    });

    it('of a film are told apart from those of a show', async () => {
      bangumi.setRows(5, []);
      bangumi.setHits([{ id: 5, name: '夜明けの譚', date: '2026-01-03' }]);
      const film = aMovie({ movie: show, released: '2026-01-03' });
      const decisions = await decideAll({ items: [film, ...items.slice(1)] });
      expect(decisions.get('movie:2000')).toMatchObject({ kind: 'matched', subjectId: 5 });
      expect(trakt.calls.toSorted()).toEqual(['aliases of movie 7', 'aliases of show 7']);
    });

    it('are not asked for to decide what waits for a row', async () => {
      await decideAll({ items: [episode(4, '2026-01-24')] });
      expect(trakt.calls).toEqual([]);
    });
  });

  it('decides nothing without items', async () => {
    expect(await decideAll({ items: [] })).toEqual(new Map());
    expect(bangumi.calls.episodes).toEqual([]);
  });
});
