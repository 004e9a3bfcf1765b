import { describe, expect, it } from '@jest/globals';
import { UpstreamError } from '../../../src/upstream/http/index.js';
import { userId, withFacts } from '../../support/list-facts-world.js';

const weekly = (first_aired: string, count: number, first = 1) => ({ first, count, first_aired });

const frieren = {
  trakt: 4,
  slug: 'frieren',
  tmdb: 40,
  title: "Frieren: Beyond Journey's End",
  original_title: '葬送のフリーレン',
  year: 2023,
  country: 'jp',
  genres: ['anime', 'fantasy'],
  seasons: [
    { number: 0, runs: [weekly('2024-01-01T14:00:00.000Z', 3)] },
    { number: 1, runs: [weekly('2023-09-29T14:00:00.000Z', 28)] },
    { number: 2, runs: [weekly('2026-01-16T14:00:00.000Z', 10)] },
  ],
};

/** One season on Trakt, two cours on Bangumi. */
const spy = {
  trakt: 5,
  slug: 'spy-x-family',
  tmdb: 50,
  title: 'SPY x FAMILY',
  original_title: 'SPY×FAMILY',
  year: 2022,
  country: 'jp',
  genres: ['anime'],
  seasons: [
    {
      number: 1,
      runs: [weekly('2022-04-09T14:00:00.000Z', 12), weekly('2022-10-01T14:00:00.000Z', 13, 13)],
    },
  ],
};

/** Its seasons have names of their own, which its title does not tell. */
const monogatari = {
  trakt: 6,
  slug: 'monogatari',
  tmdb: 60,
  title: 'Monogatari',
  original_title: '化物語',
  year: 2009,
  seasons: [
    { number: 1, runs: [weekly('2009-07-03T15:00:00.000Z', 15)] },
    { number: 2, runs: [weekly('2012-01-07T15:00:00.000Z', 11)] },
  ],
};

const film = {
  trakt: 7,
  slug: 'your-name',
  tmdb: 70,
  title: 'Your Name.',
  original_title: '君の名は。',
  year: 2016,
  country: 'jp',
  released: '2016-08-26',
};

const subject = (id: number, [name, date]: readonly [string, string], more: object = {}) => ({
  id,
  name,
  date,
  ...more,
});
const collected = (id: number, type: 1 | 2 | 3 | 4 | 5, more: object = {}) => ({
  subject: id,
  type,
  ...more,
});

describe('a place on Trakt', () => {
  const world = withFacts({
    shows: [frieren, spy, monogatari],
    movies: [film],
    subjects: [
      subject(101, ['葬送のフリーレン', '2023-09-29'], {
        name_cn: '葬送的芙莉莲',
        eps: 28,
        tags: ['奇幻', '漫画改'],
        score: 8.9,
        collection_total: 40_000,
      }),
      subject(102, ['葬送のフリーレン 第2期', '2026-01-16'], { eps: 10 }),
      subject(103, ['葬送のフリーレン ●●の魔法', '2023-10-11'], { eps: 3 }),
      subject(201, ['SPY×FAMILY', '2022-04-09'], {
        name_cn: '间谍过家家',
        eps: 12,
        score: 8,
        collection_total: 300,
      }),
      subject(202, ['SPY×FAMILY 第2クール', '2022-10-01'], {
        eps: 13,
        score: 7,
        collection_total: 100,
      }),
      subject(301, ['偽物語', '2012-01-08'], { eps: 11 }),
      subject(401, ['君の名は。', '2016-08-26'], {
        platform: '剧场版',
        eps: 1,
        name_cn: '你的名字。',
      }),
      subject(501, ['誰も知らない', '2020-01-01'], { eps: 12 }),
      subject(502, ['別の作品', '2011-04-05'], { eps: 12 }),
      subject(503, ['葬送のフリーレン', '1999-04-05'], { eps: 12 }),
      subject(504, ['消えた作品', '2020-01-01'], { eps: 12 }),
    ],
    collections: [
      collected(101, 3, { rate: 9, tags: ['神作'], updated_at: '2026-02-01T00:00:00.000Z' }),
      collected(102, 1),
      collected(103, 2),
      collected(201, 2, { rate: 7, updated_at: '2026-03-01T00:00:00.000Z' }),
      collected(202, 3, { rate: 8, updated_at: '2026-04-01T00:00:00.000Z' }),
      collected(301, 2),
      collected(401, 2),
      ...[501, 502, 503, 504].map((id) => collected(id, 1)),
    ],
    idMap: {
      101: 'tv/40',
      102: 'tv/40/season/2',
      103: 'tv/40/season/0',
      201: 'tv/50/season/1',
      202: 'tv/50/season/1/episode/13',
      301: 'tv/60/season/2',
      401: 'movie/70',
      // Wrong ids: another name and date, another date alone, and one that Trakt does not have.
      502: 'tv/50',
      503: 'tv/40',
      504: 'tv/41',
    },
  });

  it('is a season by its own id, with all that is known of it', async () => {
    expect(await world().titleOf(101)).toEqual({
      key: 'season:401',
      show: 'show:4',
      season: null,
      seasonNumber: 1,
      subjects: [101],
      names: { zh: '葬送的芙莉莲', ja: '葬送のフリーレン', en: "Frieren: Beyond Journey's End" },
      type: 'anime',
      year: 2023,
      airs: { from: '2023-09-29', to: null },
      state: 'doing',
      progress: { watched: 0, total: 28, parked: 0 },
      rates: { trakt: null, bangumi: { rating: 9, at: null } },
      score: 8.9,
      votes: null,
      collectors: 40_000,
      tags: ['神作', '奇幻', '漫画改'],
      genres: ['anime', 'fantasy'],
      country: 'jp',
      addedAt: new Date('2026-02-01T00:00:00.000Z'),
      watchedAt: null,
    });
    expect(await world().titleOf(102)).toMatchObject({ key: 'season:402', seasonNumber: 2 });
  });

  it('is one for both cours of a season: the most alive state, progress added up, averages', async () => {
    expect(await world().titleOf(202)).toMatchObject({
      key: 'season:501',
      subjects: [201, 202],
      names: { zh: '间谍过家家', ja: 'SPY×FAMILY' },
      state: 'doing',
      progress: { total: 25 },
      rates: { bangumi: { rating: 8 } },
      score: 7.75,
      collectors: 300,
      airs: { from: '2022-04-09' },
      addedAt: new Date('2026-03-01T00:00:00.000Z'),
    });
  });

  it('is a film', async () => {
    expect(await world().titleOf(401)).toMatchObject({
      key: 'movie:7',
      show: null,
      names: { zh: '你的名字。', ja: '君の名は。', en: 'Your Name.' },
      progress: { total: 1 },
      airs: { from: '2016-08-26', to: '2016-08-26' },
    });
  });

  it('is found by the dates of the season where the name does not tell', async () => {
    expect(await world().titleOf(301)).toMatchObject({ key: 'season:602', show: 'show:6' });
  });

  it('is refused, and named, where nothing agrees with the id', async () => {
    const { notPlaced, titles, waiting } = await world().known();
    expect(notPlaced).toEqual([
      { subjectId: 103, name: '葬送のフリーレン ●●の魔法', reason: 'among-specials' },
      { subjectId: 501, name: '誰も知らない', reason: 'no-id' },
      { subjectId: 502, name: '別の作品', reason: 'date-differs' },
      { subjectId: 503, name: '葬送のフリーレン', reason: 'date-differs' },
      { subjectId: 504, name: '消えた作品', reason: 'not-on-trakt' },
    ]);
    const keyOf = (id: number) => titles.find(({ subjects }) => subjects.includes(id));
    expect(keyOf(502)).toMatchObject({ key: 'subject:502', show: null });
    expect(keyOf(103)).toMatchObject({ key: 'subject:103', show: 'show:4' });
    expect(waiting).toBe(0);
  });

  it('has its evidence kept', async () => {
    await world().known();
    const kept = await world().db.subjectPlace.findUniqueOrThrow({ where: { subjectId: 101 } });
    expect(kept).toMatchObject({ kind: 'season', traktId: 4n, season: 1, origin: 'id-map' });
    expect(kept.evidence).toEqual([
      { signal: 'id-map', detail: 'bangumi-data puts it at show tmdb 40, season 1' },
      { signal: 'title', detail: "Trakt's “葬送のフリーレン” is Bangumi's “葬送のフリーレン”" },
      { signal: 'air-date', detail: "Bangumi's date is 2023-09-29, Trakt's 2023-09-29" },
    ]);
  });
});

describe('looking for places', () => {
  const world = withFacts({
    shows: [frieren, spy, monogatari],
    movies: [film],
    subjects: [
      subject(101, ['葬送のフリーレン', '2023-09-29'], { eps: 28 }),
      subject(102, ['葬送のフリーレン 第2期', '2026-01-16'], { eps: 10 }),
      subject(201, ['SPY×FAMILY', '2022-04-09'], { eps: 12 }),
      subject(202, ['SPY×FAMILY 第2クール', '2022-10-01'], { eps: 13 }),
      subject(401, ['君の名は。', '2016-08-26'], { eps: 1 }),
      subject(504, ['消えた作品', '2020-01-01'], { eps: 12 }),
    ],
    collections: [101, 102, 201, 401, 504].map((id) => collected(id, 1)),
    idMap: {
      101: 'tv/40',
      102: 'tv/40/season/2',
      201: 'tv/50',
      202: 'tv/50/season/1/episode/13',
      401: 'movie/70',
      504: 'tv/41',
    },
  });
  const place = (options: { readonly seasons?: boolean; readonly limit?: number } = {}) =>
    world().facts.placeSubjects({ userId, limit: 99, seasons: false, ...options }, {});
  const asked = () => {
    const { 'GET /search/{id_type}/{id}': searches = 0, 'GET /shows/{id}/seasons': seasons = 0 } =
      world().trakt.counts();
    return { searches, seasons };
  };

  it('asks once a title, in pieces, and again for what was missing after some days', async () => {
    await world().facts.readCollection({ userId, freshMs: 0, maxPages: 9 }, {});
    world().trakt.resetCounts();
    world().trakt.faults.add({
      match: { path: /search\/tmdb\/50/ },
      times: 1,
      fault: { kind: 'status', status: 503 },
    });
    await expect(place()).rejects.toThrow(UpstreamError);
    expect((await world().facts.freshness(userId)).waiting).toBeGreaterThan(0);
    expect(await place({ limit: 1 })).toMatchObject({ waiting: expect.any(Number) });
    expect(await place()).toEqual({ waiting: 0 });
    // Five subjects of four titles, and the lost one anew.
    expect(asked()).toEqual({ searches: 5, seasons: 0 });
    expect(await place()).toEqual({ waiting: 0 });
    expect(asked()).toEqual({ searches: 5, seasons: 0 });
    world().clock.moveOn(15 * 24);
    expect((await world().facts.freshness(userId)).waiting).toBe(1);
    expect(await place()).toEqual({ waiting: 0 });
    expect(asked()).toEqual({ searches: 6, seasons: 0 });
  });

  it('asks for seasons when they are wanted, once a show; before that shows are known', async () => {
    const titleOf = async (id: number) =>
      (await world().facts.knownTitles(userId)).titles.find((one) => one.subjects.includes(id));
    expect(await titleOf(102)).toMatchObject({
      key: 'subject:102',
      show: 'show:4',
      seasonNumber: 2,
    });
    world().trakt.resetCounts();
    expect(await place({ seasons: true, limit: 1 })).toEqual({ waiting: 1 });
    expect(await place({ seasons: true })).toEqual({ waiting: 0 });
    expect(await place({ seasons: true })).toEqual({ waiting: 0 });
    expect(asked()).toEqual({ searches: 0, seasons: 2 });
    expect(await titleOf(102)).toMatchObject({ key: 'season:402', show: 'show:4' });
  });

  it('costs another person nothing', async () => {
    const other = 'u_other';
    world().trakt.resetCounts();
    await world().facts.readCollection({ userId: other, freshMs: 0, maxPages: 9 }, {});
    expect(
      await world().facts.placeSubjects({ userId: other, limit: 99, seasons: true }, {}),
    ).toEqual({ waiting: 0 });
    expect(asked()).toEqual({ searches: 0, seasons: 0 });
    expect((await world().facts.knownTitles(other)).titles).toHaveLength(5);
  });

  it('asks for no title again that another subject is in', async () => {
    world().bangumi.setCollection(202, { type: 3 });
    world().trakt.resetCounts();
    expect(await world().titleOf(202)).toMatchObject({ key: 'season:501', subjects: [201, 202] });
    expect(asked()).toEqual({ searches: 0, seasons: 0 });
  });
});
