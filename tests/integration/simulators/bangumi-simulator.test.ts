import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { startBangumiSimulator, type BangumiSimulator } from '../../../src/simulators/index.js';

import { sendToBangumi, type Sent } from './send-to-bangumi.js';
import { tinyWorld } from './tiny-world.js';

const subject = '/v0/users/-/collections/278826';
const kept = '/v0/users/-/collections/140001';

describe('the Bangumi simulator', () => {
  let bangumi: BangumiSimulator;
  const send = (method: string, path: string, body?: unknown): Promise<Response> =>
    sendToBangumi(bangumi, { method, path, body });
  const get = (path: string, sent: Partial<Sent> = {}): Promise<Response> =>
    sendToBangumi(bangumi, { path, ...sent });
  const read = async (path: string, sent?: Partial<Sent>): Promise<unknown> =>
    (await get(path, sent)).json();
  const status = async (answer: Promise<Response>): Promise<number> => (await answer).status;

  beforeEach(async () => {
    bangumi = await startBangumiSimulator({ scenario: tinyWorld });
  });
  afterEach(() => bangumi.stop());

  describe('reading the wiki', () => {
    it('answers a subject, its relations and its rows without a token', async () => {
      const anonymous = { token: '' };

      expect(await read('/v0/subjects/140001', anonymous)).toMatchObject({
        id: 140001,
        eps: 3,
        total_episodes: 4,
      });
      expect(await read('/v0/subjects/140001/subjects', anonymous)).toMatchObject([
        { id: 278826, relation: '续集' },
      ]);
      expect(await read('/v0/episodes?subject_id=278826', anonymous)).toMatchObject({
        total: 3,
        data: [
          { id: 2001, sort: 4, ep: 1, airdate: '2020-07-08' },
          { sort: 5, ep: 2 },
          { sort: 6, ep: 3, airdate: '2020-07-22' },
        ],
      });
      expect(await read('/v0/episodes?subject_id=140001&type=1', anonymous)).toMatchObject({
        total: 1,
        data: [{ id: 1901, ep: 0 }],
      });
      expect(await read('/v0/episodes/1002', anonymous)).toMatchObject({
        id: 1002,
        subject_id: 140001,
      });
    });

    it('sends a merged subject on to its target', async () => {
      const answer = await get('/v0/subjects/500');

      expect(answer.status).toBe(302);
      expect(answer.headers.get('location')).toBe('/v0/subjects/140001');
    });

    it('refuses too large a limit, an offset past the end and episode type 5', async () => {
      expect(await status(get('/v0/episodes?subject_id=140001&limit=1000'))).toBe(200);
      expect(await status(get('/v0/episodes?subject_id=140001&limit=1001'))).toBe(400);
      expect(await status(get('/v0/episodes?subject_id=140001&offset=4'))).toBe(200);
      expect(await status(get('/v0/episodes?subject_id=140001&offset=5'))).toBe(400);
      expect(await status(get('/v0/episodes?subject_id=140001&type=5'))).toBe(400);
    });

    it('hides NSFW subjects from visitors and young accounts as if they were missing', async () => {
      expect(await status(get('/v0/subjects/502'))).toBe(200);
      expect(await status(get('/v0/subjects/502', { token: '' }))).toBe(404);
      expect(await status(get('/v0/subjects/502', { token: 'read-only-token' }))).toBe(404);
    });

    it('searches names, clamps the limit to 20 and refuses a date with a blank', async () => {
      const search = (keyword: string, dates: string[] = []): Promise<Response> =>
        send('POST', '/v0/search/subjects?limit=50', {
          keyword,
          filter: { type: [2], air_date: dates },
          extra: 1,
        });

      expect(await (await search('二クール')).json()).toMatchObject({
        total: 2,
        limit: 20,
        data: [{ id: 140001 }, { id: 278826 }],
      });
      expect(await (await search('二クール', ['>=2020-01-01'])).json()).toMatchObject({
        data: [{ id: 278826 }],
      });
      expect(await (await search('二クール -2nd')).json()).toMatchObject({
        data: [{ id: 140001 }],
      });
      expect(await status(search('二クール', ['>= 2020-01-01']))).toBe(400);
    });

    it('answers an unknown route with its default 404 in the error shape', async () => {
      expect(await read('/v0/nothing?a=1')).toEqual({
        title: 'Not Found',
        description: expect.stringMatching(/^This is default response/),
        request_id: expect.any(String),
        details: { path: '/v0/nothing', method: 'GET', query_string: 'a=1' },
      });
    });
  });

  describe('letting in', () => {
    it.each(['axios/1.21.1', 'node-fetch', 'undici', 'node-fetch/1.0', 'Go-http-client/2.0'])(
      'blocks the User-Agent %s',
      async (userAgent) => {
        expect(await status(get('/v0/subjects/140001', { userAgent }))).toBe(403);
      },
    );

    it('refuses a dead token on public routes too, and none on private ones', async () => {
      expect(await status(get('/v0/me', { token: '' }))).toBe(401);
      expect(await status(get('/v0/subjects/140001', { token: 'dead' }))).toBe(401);

      bangumi.revokeToken('bangumi-token');

      expect(await read('/v0/me')).toMatchObject({
        description: "access token has been expired or doesn't exist",
      });
    });

    it('bans for an hour without Retry-After once a window is full', async () => {
      let now = Date.parse('2026-11-22T10:00:00.000Z');
      await bangumi.stop();
      bangumi = await startBangumiSimulator({
        scenario: tinyWorld,
        limits: { requests: 3, periodSeconds: 600, banSeconds: 3600 },
        clock: { now: () => new Date(now) },
      });
      for (let asked = 0; asked < 3; asked += 1) expect(await status(get('/v0/me'))).toBe(200);
      const refused = await get('/v0/me');

      expect(refused.status).toBe(429);
      expect(refused.headers.get('retry-after')).toBeNull();
      expect(await refused.json()).toEqual({
        title: 'Too Many Request',
        description: 'too many request, you have be rate limited',
      });

      now += 3_599_000;

      expect(await status(get('/v0/me'))).toBe(429);
      expect(await status(get('/v0/me', { token: 'read-only-token' }))).toBe(200);

      now += 1_000;

      expect(await status(get('/v0/me'))).toBe(200);
    });
  });

  describe('reading what a user has', () => {
    it('lists collections up to 100 a page, private ones for the owner only', async () => {
      expect(await read('/v0/users/ann/collections?limit=100')).toMatchObject({
        total: 1,
        data: [{ subject_id: 140001, type: 4, private: true, rate: 8, ep_status: 2 }],
      });
      expect(await read('/v0/users/ann/collections', { token: '' })).toMatchObject({
        total: 0,
        data: [],
      });
      expect(await status(get('/v0/users/ann/collections?limit=101'))).toBe(400);
      expect(await status(get('/v0/users/ann/collections?offset=2'))).toBe(400);
      expect(await status(get('/v0/users/-/collections'))).toBe(404);
    });

    it('tells the kinds of 404 apart by their description only', async () => {
      expect(await read('/v0/users/ann/collections/278826')).toMatchObject({
        description: 'subject is not collected by user',
      });
      expect(await read('/v0/users/ann/collections/999')).toMatchObject({
        description: 'subject not found',
      });
      expect(await read('/v0/users/nobody/collections/140001')).toMatchObject({
        title: 'Not Found',
      });
    });

    it('gives every row of a subject with its mark, collected or not, and null where there are no rows', async () => {
      expect(await read(`${kept}/episodes?episode_type=0`)).toMatchObject({
        total: 3,
        data: [{ episode: { id: 1001 }, type: 2 }, { type: 3 }, { type: 0, updated_at: 0 }],
      });
      expect(await read(`${subject}/episodes`)).toMatchObject({ total: 3 });
      expect(await read('/v0/users/-/collections/117777/episodes')).toMatchObject({
        data: null,
        total: 0,
      });
      expect(await read('/v0/users/-/collections/-/episodes/1003')).toMatchObject({ type: 0 });
      expect(await status(get('/v0/users/-/collections/-/episodes/77'))).toBe(404);
    });
  });

  it('takes changes made on the site and rows added later', async () => {
    bangumi.addRows(278826, { first_id: 2050, first_sort: 7, airdate: '2020-07-29' });
    bangumi.setCollection(278826, { type: 5 });
    bangumi.setMark(2050, 3);

    expect(await read('/v0/episodes?subject_id=278826')).toMatchObject({ total: 4 });
    expect(bangumi.finalState()).toMatchObject({
      collections: { 278826: { type: 5 } },
      episodes: { 278826: { 2050: 3 } },
    });
    expect(bangumi.writes()).toEqual([]);
  });
});
