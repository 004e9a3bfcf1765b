import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { IncomingMessage, request } from 'node:http';
import { z } from 'zod';

import {
  startTraktSimulator,
  type TraktSimulator,
  type TraktSimulatorOptions,
} from '../../../src/simulators/index.js';

import { tinyWorld } from './tiny-world.js';

const headers = {
  'user-agent': 'tests/1.0',
  'trakt-api-version': '2',
  'trakt-api-key': 'the-client',
  authorization: 'Bearer trakt-token',
};
const rowsWithIds = z.array(z.looseObject({ id: z.number() }));

describe('the Trakt simulator', () => {
  let trakt: TraktSimulator;
  const restart = async (options: Partial<TraktSimulatorOptions>): Promise<void> => {
    await trakt.stop();
    trakt = await startTraktSimulator({ scenario: tinyWorld, ...options });
  };
  /** Sends what a proper client sends, without one header when told so. */
  const get = (path: string, without = ''): Promise<Response> =>
    fetch(trakt.url + path, {
      headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== without)),
    });
  const read = async (path: string, without = ''): Promise<unknown> =>
    (await get(path, without)).json();
  const idsOf = async (path: string): Promise<number[]> =>
    rowsWithIds.parse(await read(path)).map((row) => row.id);
  /** `fetch` always sends a User-Agent of its own; this does not. */
  const statusWithoutUserAgent = async (): Promise<number | undefined> => {
    const { 'user-agent': userAgent, ...others } = headers;
    expect(userAgent).toBeDefined();
    const asked = request(`${trakt.url}/sync/history`, { headers: others }).end();
    const answer = z.tuple([z.instanceof(IncomingMessage)]).parse(await once(asked, 'response'))[0];
    answer.resume();
    return answer.statusCode;
  };

  beforeEach(async () => {
    trakt = await startTraktSimulator({ scenario: tinyWorld });
  });
  afterEach(() => trakt.stop());

  it('lists history latest first with unknown dates last and ids as bare 64-bit numbers', async () => {
    const text = await (await get('/sync/history?limit=250')).text();

    expect([...text.matchAll(/"id":(\d+),"watched_at"/g)].map((match) => match[1])).toEqual([
      '9007199254740993',
      '105',
      '104',
      '103',
      '102',
      '101',
      '100',
      '90',
    ]);
  });

  it('pages by header and clamps the limit to 250 silently', async () => {
    const page = await get('/sync/history?page=2&limit=3');
    const clamped = await get('/sync/history?limit=1000');

    expect(await page.json()).toHaveLength(3);
    expect(page.headers.get('x-pagination-page')).toBe('2');
    expect(page.headers.get('x-pagination-page-count')).toBe('3');
    expect(page.headers.get('x-pagination-item-count')).toBe('8');
    expect(clamped.headers.get('x-pagination-limit')).toBe('250');
  });

  it('answers an empty page past the end and no plays for a user without any', async () => {
    trakt.revokeToken('trakt-token');
    const empty = await fetch(`${trakt.url}/sync/history`, {
      headers: { ...headers, authorization: 'Bearer other-trakt-token' },
    });
    trakt.restoreToken('trakt-token');

    expect(await idsOf('/sync/history?page=9&limit=3')).toEqual([]);
    expect(await empty.json()).toEqual([]);
    expect(empty.headers.get('x-pagination-item-count')).toBe('0');
  });

  it('filters history by watch time, type and item', async () => {
    const window = 'start_at=2026-11-02T10:00:00.000Z&end_at=2026-11-03T10:00:00Z';

    expect(await idsOf(`/sync/history?${window}`)).toEqual([102, 101]);
    expect(await idsOf('/sync/history/episodes/1010001')).toEqual([100, 90]);
    expect(await idsOf('/sync/history/shows/two-cours?limit=1')).toEqual([105]);
    expect(await idsOf('/sync/history/seasons/101?page=2&limit=4')).toEqual([101, 100, 90]);
    expect((await get('/sync/history/shows/nobody')).status).toBe(404);
  });

  it('gives dates, origin and genres only with extended=full', async () => {
    expect(await read('/sync/history/episodes?limit=1')).toEqual([
      {
        id: 105,
        watched_at: '2026-11-06T10:00:00.000Z',
        action: 'scrobble',
        type: 'episode',
        episode: {
          season: 1,
          number: 6,
          title: 'Episode 6',
          ids: { trakt: 1010006, tvdb: null, imdb: null, tmdb: null },
        },
        show: {
          title: 'Two Cours',
          year: 2016,
          ids: { trakt: 1, slug: 'two-cours', tvdb: null, imdb: 'tt5607616', tmdb: 65942 },
        },
      },
    ]);
    expect(await read('/sync/history/episodes?limit=1&extended=full')).toMatchObject([
      {
        episode: { first_aired: '2020-07-22T13:30:00.000Z', number_abs: 6 },
        show: { country: 'jp', language: 'ja', genres: ['animation', 'anime'] },
      },
    ]);
  });

  it('gives every watch time in the compact snapshots, whole and without paging headers', async () => {
    const episodes = await get('/sync/watched/episodes?extended=min');

    expect(episodes.headers.get('x-pagination-page')).toBeNull();
    expect(await episodes.json()).toMatchObject({
      1010001: ['2026-11-01T10:00:00.000Z', '1970-01-01T00:00:00.000Z'],
    });
    expect(await read('/sync/watched/shows?extended=min')).toMatchObject({
      1: { 101: { 1010006: ['2026-11-06T10:00:00.000Z'] } },
    });
    expect(await read('/sync/watched/movies?extended=min')).toEqual({
      7: ['2026-11-10T20:00:00.000Z'],
    });
  });

  it('gives season numbers of watched shows only with extended=progress, then at most 100 a page', async () => {
    const progress = await get('/sync/watched/shows?extended=progress&limit=250');

    expect(progress.headers.get('x-pagination-limit')).toBe('100');
    expect(await progress.json()).toMatchObject([
      { plays: 7, seasons: [{ number: 1, episodes: [{ plays: 2 }, {}, {}, {}, {}, {}] }] },
    ]);
    expect(await read('/sync/watched/shows')).not.toHaveProperty('0.seasons');
  });

  it('answers shows, seasons, episodes and movies by id, slug and IMDb id without a token', async () => {
    const anonymous = (path: string): Promise<unknown> => read(path, 'authorization');

    expect(await anonymous('/shows/tt5607616?extended=full')).toMatchObject({
      ids: { trakt: 1 },
      country: 'jp',
    });
    expect(await anonymous('/shows/two-cours/seasons?extended=full,episodes')).toMatchObject([
      { number: 1, episodes: [{ number_abs: null }, {}, {}, { number_abs: 4 }, {}, {}] },
    ]);
    expect(await anonymous('/shows/1/seasons/1/episodes/4')).toMatchObject({
      number: 4,
      ids: { trakt: 1010004 },
    });
    expect(await anonymous('/movies/7?extended=full')).toMatchObject({ released: '2016-09-17' });
  });

  it('tells other titles by country and language without a token, unpaged', async () => {
    const anonymous = (path: string): Promise<unknown> => read(path, 'authorization');
    expect(await anonymous('/shows/two-cours/aliases')).toEqual([
      { title: '兩季', country: 'tw' },
      { title: 'Futatsu no Kuuru', country: null },
    ]);
    expect(await anonymous('/movies/7/aliases')).toEqual([]);
    const chinese = { title: '两季', overview: '', tagline: null, language: 'zh', country: 'cn' };
    expect(await anonymous('/shows/1/translations')).toMatchObject([chinese, { title: null }]);
    expect(await anonymous('/shows/1/translations?language=zh')).toEqual([chinese]);
    expect(await anonymous('/shows/1/translations/zh')).toEqual([chinese]);
    expect((await get('/shows/2/aliases')).status).toBe(404);
    expect((await get('/movies/8/translations')).status).toBe(404);
  });

  it('refuses a missing User-Agent and an unknown key with 403, a wrong version with 412', async () => {
    const stranger = await fetch(`${trakt.url}/sync/history`, {
      headers: { ...headers, 'trakt-api-key': 'stranger' },
    });

    expect(await statusWithoutUserAgent()).toBe(403);
    expect(stranger.status).toBe(403);
    expect((await get('/sync/history', 'trakt-api-key')).status).toBe(403);
    expect((await get('/sync/history', 'trakt-api-version')).status).toBe(412);
    expect((await get('/no/such/thing')).status).toBe(404);
  });

  it('wants a token for private reads and refuses a dead one even on public reads', async () => {
    trakt.revokeToken('trakt-token');

    expect((await get('/sync/history', 'authorization')).status).toBe(401);
    expect((await get('/shows/1')).status).toBe(401);

    trakt.restoreToken('trakt-token');

    expect((await get('/shows/1')).status).toBe(200);
  });

  it('allows 500 reads in five minutes per user, then tells how long to wait', async () => {
    let now = Date.parse('2026-11-22T10:00:00.000Z');
    await restart({ clock: { now: () => new Date(now) } });
    const statuses = new Set<number>();
    for (let asked = 0; asked < 500; asked += 1) statuses.add((await get('/users/me')).status);
    now += 100_000;
    const refused = await get('/users/me');

    expect([...statuses]).toEqual([200]);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('200');
    expect(JSON.parse(refused.headers.get('x-ratelimit') ?? '')).toEqual({
      name: 'AUTHED_API_GET_LIMIT',
      period: 300,
      limit: 500,
      remaining: 0,
      until: '2026-11-22T10:05:00Z',
    });

    now += 200_000;

    expect((await get('/users/me')).status).toBe(200);
  });

  it('moves last_activities when a play is added, edited or removed, but not when told to lag', async () => {
    const at = '2026-11-11T00:00:00.000Z';
    const states = [await read('/sync/last_activities')];
    const id = trakt.addPlay({ show: 1, season: 1, number: 2, watchedAt: at });
    states.push(await read('/sync/last_activities'));
    trakt.editPlay(id, { watchedAt: '2015-01-01T00:00:00.000Z' });
    states.push(await read('/sync/last_activities'));
    trakt.removePlay(id);
    states.push(await read('/sync/last_activities'));
    trakt.addPlay({ movie: 7, watchedAt: at }, { movesActivity: false });

    expect(new Set(states.map((state) => JSON.stringify(state))).size).toBe(4);
    expect(await read('/sync/last_activities')).toEqual(states[3]);
  });

  it('places a back-dated play where its time belongs', async () => {
    const watchedAt = '2026-11-03T12:00:00.000Z';
    const id = trakt.addPlay({ id: '777', show: 1, season: 1, number: 2, watchedAt });

    expect(id).toBe('777');
    expect(await idsOf('/sync/history/shows/1?limit=5')).toEqual([105, 104, 103, 777, 102]);
    expect((await get('/sync/history')).headers.get('x-pagination-item-count')).toBe('9');
  });

  it('answers ratings, collection, watchlist, settings and statistics', async () => {
    expect(await read('/sync/ratings/shows?page=1&limit=10')).toMatchObject([
      { rating: 8, type: 'show', show: { ids: { trakt: 1 } } },
    ]);
    expect(await read('/sync/collection/movies')).toMatchObject([
      { collected_at: '2026-10-02T00:00:00.000Z', movie: {} },
    ]);
    expect(await read('/sync/collection/movies?extended=min')).toEqual({
      7: '2026-10-02T00:00:00.000Z',
    });
    expect(await read('/sync/watchlist')).toMatchObject([{ id: 5, rank: 1, type: 'movie' }]);
    expect(await read('/users/settings')).toMatchObject({
      user: { username: 'ann', ids: { slug: 'ann' } },
      limits: { list: { count: 100 } },
    });
    expect(await read('/users/me/stats')).toMatchObject({
      episodes: { plays: 7, watched: 6 },
      movies: { plays: 1 },
    });
  });

  it('counts requests per pattern, unknown ones too', async () => {
    await get('/sync/history/movies?page=1');
    await get('/sync/history/shows');
    await get('/nowhere');

    expect(trakt.counts()).toEqual({ 'GET (unknown)': 1, 'GET /sync/history/{type}': 2 });

    trakt.resetCounts();

    expect(trakt.counts()).toEqual({});
  });

  it('can be mounted under a prefix', async () => {
    await restart({ prefix: 'trakt/' });

    expect(trakt.url).toMatch(/\/trakt$/);
    expect((await get('/users/me')).status).toBe(200);
    expect((await fetch(new URL('/users/me', trakt.url), { headers })).status).toBe(404);
  });

  it('pages 100,000 plays without ordering anything again', async () => {
    const shows = Array.from({ length: 1000 }, (_, index) => ({
      trakt: index + 1,
      slug: `show-${index + 1}`,
      title: 'Show',
      seasons: [{ number: 1, runs: [{ first: 1, count: 100, first_aired: null }] }],
    }));
    const plays = shows.map((show, index) => ({
      id: 1 + index * 100,
      show: show.trakt,
      season: 1,
      number: 1,
      count: 100,
      watched_at: new Date(Date.UTC(2020, 0, 1 + (index % 700))).toISOString(),
      every_minutes: 7,
    }));
    const users = [{ token: 'trakt-token', username: 'ann', plays }];
    await restart({
      scenario: { name: 'large', trakt: { shows, users }, bangumi: {} },
      limits: 'off',
    });
    const afterLoading = trakt.comparisons();
    const ids = new Set<number>();
    for (let page = 1; page <= 400; page += 20) {
      for (const id of await idsOf(`/sync/history?page=${page}&limit=250`)) ids.add(id);
    }
    const snapshot = z
      .record(z.string(), z.array(z.string()))
      .parse(await read('/sync/watched/episodes?extended=min'));

    expect(ids.size).toBe(20 * 250);
    expect(Object.keys(snapshot)).toHaveLength(100_000);
    expect(trakt.comparisons()).toBe(afterLoading);

    trakt.addPlay({ show: 1, season: 1, number: 1, watchedAt: '2021-05-05T00:00:00.000Z' });

    expect(trakt.comparisons() - afterLoading).toBeLessThan(100);
  });
});
