import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  startBangumiSimulator,
  startTraktSimulator,
  type BangumiSimulator,
  type ScenarioInput,
  type TraktSimulator,
} from '../../../src/simulators/index.js';
import {
  access,
  bangumiAt,
  planted,
  traktAt,
  upstreamErrorOf,
} from '../../support/upstream-clients.js';

const plays = 300;

const scenario: ScenarioInput = {
  name: 'clients',
  trakt: {
    client_ids: [planted.clientId],
    shows: [
      {
        trakt: 4,
        slug: 'long-show',
        title: 'Long Show',
        aliases: [{ title: '長い', country: 'jp' }],
        seasons: [
          {
            number: 1,
            runs: [{ first: 1, count: plays, first_aired: '2020-01-01T15:00:00.000Z' }],
          },
        ],
      },
    ],
    movies: [
      {
        trakt: 1,
        slug: 'film',
        title: 'Film',
        released: '2020-02-02',
        translations: [{ title: '映画', language: 'ja', country: 'jp' }],
      },
    ],
    users: [
      {
        token: planted.token,
        username: 'sean',
        plays: [
          {
            id: '9007199254740993',
            show: 4,
            season: 1,
            number: 1,
            count: plays,
            watched_at: '2021-01-01T00:00:00.000Z',
          },
          { id: 7, movie: 1, watched_at: '2020-12-01T00:00:00.000Z' },
        ],
        ratings: [{ item: { movie: 1 }, rating: 9, rated_at: '2021-01-01T00:00:00.000Z' }],
      },
    ],
  },
  bangumi: {
    subjects: [
      {
        id: 7,
        name: '長い',
        rows: [{ first_id: 100, first_sort: 1, count: 1_100, airdate: '2020-01-02' }],
        relations: [{ to: 8, relation: '续集' }],
      },
      { id: 8, name: '次' },
      { id: 9, name: '旧', merged_into: 7 },
    ],
    users: [{ token: planted.token, id: 1, username: 'sai' }],
  },
};

describe('the Trakt client and the simulator', () => {
  let simulator: TraktSimulator;

  beforeEach(async () => {
    simulator = await startTraktSimulator({ scenario, prefix: '/trakt' });
  });

  afterEach(async () => {
    await simulator.stop();
  });

  it('agree on the totals of films, series and episodes', async () => {
    const trakt = traktAt(simulator.url);
    const read = async (type: 'movies' | 'shows' | 'episodes') =>
      trakt.readWatchedPage(access, { type, page: 1, limit: 250 });
    expect(await read('movies')).toMatchObject({
      itemCount: 1,
      items: [{ type: 'movie', traktId: 1, plays: 1, lastWatchedAt: '2020-12-01T00:00:00.000Z' }],
    });
    expect((await read('shows')).items).toMatchObject([{ type: 'show', traktId: 4, plays }]);
    expect(await read('episodes')).toMatchObject({ itemCount: plays, pageCount: 2 });
    trakt.destroy();
  });

  it('agree on a history of more than one page with 64-bit ids', async () => {
    const trakt = traktAt(`${simulator.url}/`);
    const first = await trakt.readHistoryPage(access, { page: 1, limit: 1_000 });
    expect(first).toMatchObject({
      page: 1,
      limit: 250,
      pageCount: 2,
      itemCount: plays + 1,
      skipped: 0,
    });
    const second = await trakt.readHistoryPage(access, { page: 2, limit: 250 });
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(new Set(ids).size).toBe(plays + 1);
    expect(ids).toContain('9007199254740993');
    expect(ids).toContain(String(9007199254740993n + BigInt(plays) - 1n));
  });

  it('agree on everything else the client reads', async () => {
    const trakt = traktAt(simulator.url);
    const activities = await trakt.readLastActivities(access);
    expect(activities).toHaveProperty(['episodes.watched_at']);
    expect((await trakt.readWatchedSnapshot(access, 'episodes')).size).toBe(plays);
    expect((await trakt.readSeasons(access, 4))[0]?.episodes).toHaveLength(plays);
    expect(await trakt.readShow(access, 4)).toMatchObject({ title: 'Long Show' });
    expect(await trakt.readMovie(access, 1)).toMatchObject({ released: '2020-02-02' });
    expect(await trakt.readEpisode(access, { showId: 4, season: 1, number: 3 })).toMatchObject({
      number: 3,
    });
    expect(await trakt.readAliases(access, { media: 'show', traktId: 4 })).toEqual([
      { title: '長い', country: 'jp' },
    ]);
    expect(await trakt.readTranslations(access, { media: 'movie', traktId: 1 })).toEqual([
      { title: '映画', country: 'jp' },
    ]);
    expect(await trakt.readSettings(access)).toMatchObject({ username: 'sean', vip: true });
    expect((await trakt.readRatingsPage(access, { page: 1, limit: 10 })).items).toMatchObject([
      { rating: 9, traktId: 1 },
    ]);
    expect(
      (await trakt.readCollectionPage(access, { type: 'shows', page: 1, limit: 10 })).items,
    ).toEqual([]);
    expect((await trakt.readWatchlistPage(access, { page: 1, limit: 10 })).items).toEqual([]);
  });

  it('agree on who is not let in', async () => {
    const stranger = { ...access, accessToken: 'unknown' };
    expect((await upstreamErrorOf(traktAt(simulator.url).readSettings(stranger))).kind).toBe(
      'unauthorized',
    );
    const blocked = traktAt(simulator.url, { clientId: 'another-app' });
    expect(['app-blocked', 'forbidden']).toContain(
      (await upstreamErrorOf(blocked.readSettings(access))).kind,
    );
  });
});

describe('the Bangumi client and the simulator', () => {
  let simulator: BangumiSimulator;

  beforeEach(async () => {
    simulator = await startBangumiSimulator({ scenario, prefix: '/bangumi' });
  });

  afterEach(async () => {
    await simulator.stop();
  });

  it('agree on a subject, its relations and more than a thousand episodes', async () => {
    const bangumi = bangumiAt(`${simulator.url}/`);
    expect(await bangumi.readMe(access)).toMatchObject({ id: 1, username: 'sai' });
    expect(await bangumi.readSubject(access, 7)).toMatchObject({ id: 7, name: '長い' });
    expect((await bangumi.readSubject(access, 9)).id).toBe(7);
    expect(await bangumi.readRelations(access, 7)).toMatchObject([{ id: 8, relation: '续集' }]);
    expect(await bangumi.readEpisodes(access, 7)).toHaveLength(1_100);
    expect(await bangumi.readEpisodeStates(access, 8)).toEqual([]);
    expect(
      (await bangumi.searchSubjects(access, { keyword: '長い', types: [2] })).map(({ id }) => id),
    ).toContain(7);
  });

  it('agree on collecting, marking and reading back', async () => {
    const bangumi = bangumiAt(simulator.url);
    const mark = { subjectId: 7, episodeIds: [100, 101], type: 2 } as const;
    const tooEarly = await upstreamErrorOf(bangumi.markEpisodes(access, mark));
    expect(tooEarly.facts).toMatchObject({ kind: 'rejected', status: 400, unclear: false });
    const at = { username: 'sai', subjectId: 7 };
    expect(await bangumi.readCollection(access, at)).toBeNull();
    await bangumi.collectSubject(access, { subjectId: 7, type: 3, private: true });
    await bangumi.markEpisodes(access, mark);
    await bangumi.markEpisode(access, { episodeId: 102, type: 3 });
    expect(await bangumi.readCollection(access, at)).toMatchObject({ type: 3, private: true });
    expect(await bangumi.readCollections(access, 'sai')).toHaveLength(1);
    const states = await bangumi.readEpisodeStates(access, 7);
    expect(states).toHaveLength(1_100);
    expect(states.slice(0, 4).map(({ type }) => type)).toEqual([2, 2, 3, 0]);
  });

  it('agree on what is missing', async () => {
    const bangumi = bangumiAt(simulator.url);
    expect((await upstreamErrorOf(bangumi.readSubject(access, 404))).kind).toBe('not-found');
    const missing = bangumi.readCollection(access, { username: 'sai', subjectId: 404 });
    expect((await upstreamErrorOf(missing)).kind).toBe('not-found');
    const nameless = bangumiAt(simulator.url, { userAgent: 'axios/1.0' });
    expect((await upstreamErrorOf(nameless.readMe(access))).facts.status).toBe(403);
  });

  it('end in an unclear time-out when a write is applied without an answer', async () => {
    const bangumi = bangumiAt(simulator.url, { http: { timeoutMs: 150 } });
    simulator.faults.add({
      match: { method: 'POST' },
      fault: { kind: 'time-out', afterApplying: true },
    });
    const error = await upstreamErrorOf(bangumi.collectSubject(access, { subjectId: 7, type: 3 }));
    expect(error.facts).toMatchObject({ kind: 'timeout', unclear: true });
    expect(await bangumi.readCollection(access, { username: 'sai', subjectId: 7 })).toMatchObject({
      type: 3,
    });
  });
});
