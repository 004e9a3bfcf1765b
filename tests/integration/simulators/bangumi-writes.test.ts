import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { startBangumiSimulator, type BangumiSimulator } from '../../../src/simulators/index.js';

import { sendToBangumi, type Sent } from './send-to-bangumi.js';
import { tinyWorld } from './tiny-world.js';

const subject = '/v0/users/-/collections/278826';
const kept = '/v0/users/-/collections/140001';

describe('writes to the Bangumi simulator', () => {
  let bangumi: BangumiSimulator;
  const send = (method: string, path: string, body?: unknown): Promise<Response> =>
    sendToBangumi(bangumi, { method, path, body });
  const status = async (answer: Promise<Response>): Promise<number> => (await answer).status;

  beforeEach(async () => {
    bangumi = await startBangumiSimulator({ scenario: tinyWorld });
  });
  afterEach(() => bangumi.stop());

  describe('writing a collection', () => {
    it('creates as doing when no type is sent, with 202 and no body', async () => {
      const answer = await send('POST', subject, {});

      expect(answer.status).toBe(202);
      expect(await answer.text()).toBe('');
      expect(bangumi.finalState().collections[278826]).toEqual({
        type: 3,
        private: false,
        rate: 0,
        comment: '',
        tags: [],
      });
      expect(bangumi.writes()).toMatchObject([{ subjectId: 278826, created: true, type: null }]);
    });

    it('changes only what is sent and answers 204 to PATCH', async () => {
      expect(await status(send('PATCH', kept, { type: 3 }))).toBe(204);
      expect(bangumi.finalState().collections[140001]).toEqual({
        type: 3,
        private: true,
        rate: 8,
        comment: 'kept',
        tags: ['TV'],
      });
      expect(await status(send('PATCH', subject, { type: 3 }))).toBe(404);
    });

    it('posts a timeline entry whenever a type is sent, unless private', async () => {
      await send('POST', kept, { type: 4 });

      expect(bangumi.finalState().timelineEntries).toBe(0);

      await send('POST', subject, { type: 3 });
      await send('POST', subject, { type: 3 });
      await send('PATCH', subject, { rate: 7 });

      expect(bangumi.finalState().timelineEntries).toBe(2);
    });

    it('refuses unknown fields, wrong values and a lower-case charset', async () => {
      const post = (body: unknown, sent: Partial<Sent> = {}): Promise<number> =>
        status(sendToBangumi(bangumi, { method: 'POST', path: subject, body, ...sent }));

      expect(await (await send('POST', subject, { typo: 1 })).json()).toMatchObject({
        title: 'JSON Error',
      });
      expect(await post({ type: 0 })).toBe(400);
      expect(await post({ rate: 11 })).toBe(400);
      expect(await post({ tags: ['a'] })).toBe(400);
      expect(await post({ ep_status: 1 })).toBe(400);
      expect(await post('{')).toBe(400);
      expect(await post({ type: 3 }, { contentType: 'application/json; charset=utf-8' })).toBe(415);
      expect(await post({ type: 3 }, { token: 'read-only-token' })).toBe(403);
      expect(
        await post({ type: 3, comment: null }, { contentType: 'application/json; charset=UTF-8' }),
      ).toBe(202);
      expect(await status(send('POST', '/v0/users/-/collections/501', { type: 3 }))).toBe(404);
      expect(await status(send('POST', '/v0/users/-/collections/500', { type: 3 }))).toBe(404);
    });
  });

  describe('marking episodes', () => {
    it('refuses before the subject is collected, then marks many at once', async () => {
      const mark = (): Promise<Response> =>
        send('PATCH', `${subject}/episodes`, { episode_id: [2001, 2002], type: 2 });
      const early = await mark();

      expect(early.status).toBe(400);
      expect(await early.json()).toMatchObject({
        description: 'you need to add subject to your collection first',
      });

      await send('POST', subject, { type: 3 });

      expect(await status(mark())).toBe(204);
      expect(bangumi.finalState().episodes[278826]).toEqual({ 2001: 2, 2002: 2 });
      expect(bangumi.finalState().collections[278826]?.type).toBe(3);
    });

    it('writes nothing when one id belongs elsewhere or none is given', async () => {
      const mark = (ids: number[]): Promise<number> =>
        status(send('PATCH', `${kept}/episodes`, { episode_id: ids, type: 2 }));
      const before = bangumi.finalState();

      expect(await mark([1003, 2001])).toBe(400);
      expect(await mark([])).toBe(400);
      expect(bangumi.finalState()).toEqual(before);
    });

    it('deletes marks when the type is left out', async () => {
      await send('PATCH', `${kept}/episodes`, { episode_id: [1001] });
      await send('PUT', '/v0/users/-/collections/-/episodes/1002', {});

      expect(bangumi.finalState().episodes).toEqual({});
    });

    it('makes one timeline entry per call, a repeat and a private subject included, none for specials', async () => {
      const mark = (id: number): Promise<Response> =>
        send('PATCH', `${kept}/episodes`, { episode_id: [id], type: 2 });
      await mark(1003);
      await mark(1003);
      await mark(1901);

      expect(bangumi.finalState().timelineEntries).toBe(2);
      expect(bangumi.writes().map((write) => write.changedEpisodeIds)).toEqual([
        [1003],
        [],
        [1901],
      ]);
    });

    it('marks one by PUT and knows missing ones', async () => {
      expect(
        await status(send('PUT', '/v0/users/-/collections/-/episodes/1003', { type: 2 })),
      ).toBe(204);
      expect(
        await status(send('PUT', '/v0/users/-/collections/-/episodes/2001', { type: 2 })),
      ).toBe(400);
      expect(await status(send('PUT', '/v0/users/-/collections/-/episodes/77', { type: 2 }))).toBe(
        404,
      );
    });
  });
});
