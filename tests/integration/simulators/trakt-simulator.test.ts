import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

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

describe('the Trakt simulator', () => {
  let trakt: TraktSimulator;
  const restart = async (options: Partial<TraktSimulatorOptions> = {}): Promise<void> => {
    await trakt.stop();
    trakt = await startTraktSimulator({ scenario: tinyWorld, ...options });
  };
  const get = (path: string, changed: Record<string, string> = {}): Promise<Response> =>
    fetch(trakt.url + path, { headers: { ...headers, ...changed } });
  const withoutHeader = (name: string): Promise<Response> =>
    fetch(`${trakt.url}/sync/last_activities`, {
      headers: Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name)),
    });
  const idsOf = async (path: string): Promise<unknown[]> => {
    const rows: unknown = await (await get(path)).json();
    return Array.isArray(rows) ? rows.map((row: { id: unknown }) => row.id) : [];
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

  it('filters history by watch time, type and item', async () => {
    expect(
      await idsOf('/sync/history?start_at=2026-11-02T10:00:00.000Z&end_at=2026-11-03T10:00:00Z'),
    ).toEqual([102, 101]);
    expect(await idsOf('/sync/history/episodes/1010001')).toEqual([100, 90]);
    expect(await idsOf('/sync/history/shows/two-cours?limit=1')).toEqual([105]);
    expect((await get('/sync/history/shows/nobody')).status).toBe(404);
    expect(await idsOf('/sync/history/seasons/101?page=2&limit=4')).toEqual([101, 100, 90]);
  });

  it('gives dates, origin and genres only with extended=full', async () => {
    const [minimal]: unknown[] = await (await get('/sync/history/episodes?limit=1')).json();
    const [full]: unknown[] = await (
      await get('/sync/history/episodes?limit=1&extended=full')
    ).json();

    expect(minimal).toEqual({
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
    });
    expect(full).toMatchObject({
      episode: { first_aired: '2020-07-22T13:30:00.000Z', number_abs: 6 },
      show: {
        country: 'jp',
        language: 'ja',
        genres: ['animation', 'anime'],
        original_title: '二クール',
      },
    });
  });

  it('gives every watch time in the compact snapshots, whole and without paging headers', async () => {
    const episodes = await get('/sync/watched/episodes?extended=min');
    const shows: unknown = await (await get('/sync/watched/shows?extended=min')).json();

    expect(episodes.headers.get('x-pagination-page')).toBeNull();
    expect(await episodes.json()).toMatchObject({
      1010001: ['2026-11-01T10:00:00.000Z', '1970-01-01T00:00:00.000Z'],
    });
    expect(shows).toMatchObject({ 1: { 101: { 1010006: ['2026-11-06T10:00:00.000Z'] } } });
    expect(await (await get('/sync/watched/movies?extended=min')).json()).toEqual({
      7: ['2026-11-10T20:00:00.000Z'],
    });
  });

  it('gives season numbers of watched shows only with extended=progress, then at most 100 a page', async () => {
    const progress = await get('/sync/watched/shows?extended=progress&limit=250');

    expect(progress.headers.get('x-pagination-limit')).toBe('100');
    expect(await progress.json()).toMatchObject([
      {
        plays: 7,
        seasons: [{ number: 1, episodes: [{ number: 1, plays: 2 }, {}, {}, {}, {}, {}] }],
      },
    ]);
    expect(await (await get('/sync/watched/shows')).json()).not.toHaveProperty('0.seasons');
  });

  it('answers shows, seasons, episodes and movies by id, slug and IMDb id without a token', async () => {
    const anonymous = async (path: string): Promise<unknown> => {
      const { authorization: _none, ...rest } = headers;
      return (await fetch(trakt.url + path, { headers: rest })).json();
    };

    expect(await anonymous('/shows/tt5607616?extended=full')).toMatchObject({
      ids: { trakt: 1 },
      country: 'jp',
    });
    expect(await anonymous('/shows/two-cours/seasons?extended=full,episodes')).toMatchObject([
      {
        number: 1,
        episode_count: 6,
        episodes: [{ number_abs: null }, {}, {}, { number_abs: 4 }, {}, {}],
      },
    ]);
    expect(await anonymous('/shows/1/seasons/1/episodes/4')).toMatchObject({
      number: 4,
      ids: { trakt: 1010004 },
    });
    expect(await anonymous('/movies/7?extended=full')).toMatchObject({ released: '2016-09-17' });
  });
});
