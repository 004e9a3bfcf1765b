import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  startBangumiSimulator,
  startTraktSimulator,
  type BangumiSimulator,
  type TraktSimulator,
} from '../../../src/simulators/index.js';

import { tinyWorld } from './tiny-world.js';

const path = '/sync/history';

describe('faults on demand', () => {
  let trakt: TraktSimulator;
  let bangumi: BangumiSimulator;
  const get = (address: string, signal?: AbortSignal): Promise<Response> =>
    fetch(trakt.url + address, {
      headers: {
        'user-agent': 'tests/1.0',
        'trakt-api-version': '2',
        'trakt-api-key': 'the-client',
        authorization: 'Bearer trakt-token',
      },
      ...(signal !== undefined && { signal }),
    });
  const statuses = async (times: number): Promise<number[]> => {
    const seen: number[] = [];
    for (let asked = 0; asked < times; asked += 1) seen.push((await get(path)).status);
    return seen;
  };
  const mark = (signal?: AbortSignal): Promise<Response> =>
    fetch(`${bangumi.url}/v0/users/-/collections/140001/episodes`, {
      method: 'PATCH',
      headers: {
        'user-agent': 'ann/tests',
        'content-type': 'application/json',
        authorization: 'Bearer bangumi-token',
      },
      body: JSON.stringify({ episode_id: [1003], type: 2 }),
      ...(signal !== undefined && { signal }),
    });

  beforeEach(async () => {
    trakt = await startTraktSimulator({ scenario: tinyWorld });
    bangumi = await startBangumiSimulator({ scenario: tinyWorld });
  });
  afterEach(() => Promise.all([trakt.stop(), bangumi.stop()]));

  it('lets some requests pass, fails as often as told, then heals', async () => {
    const status = { kind: 'status', status: 503 } as const;
    const fault = trakt.faults.add({
      match: { method: 'get', path },
      after: 1,
      times: 2,
      fault: status,
    });

    expect(await statuses(4)).toEqual([200, 503, 503, 200]);
    expect(fault.fired()).toBe(2);
    expect(trakt.counts()).toEqual({ 'GET /sync/history': 4 });
  });

  it('matches a path with its query, and nothing once cleared', async () => {
    trakt.faults.add({ match: { path: /page=2/ }, fault: { kind: 'status', status: 500 } });

    expect((await get(`${path}?page=1`)).status).toBe(200);
    expect((await get(`${path}?page=2`)).status).toBe(500);

    trakt.faults.clear();

    expect((await get(`${path}?page=2`)).status).toBe(200);
  });

  it('answers 429 with the headers it is given, or with none', async () => {
    const limited = { kind: 'status', status: 429, headers: { 'retry-after': '7' } } as const;
    trakt.faults.add({ times: 1, fault: limited });

    expect((await get(path)).headers.get('retry-after')).toBe('7');

    trakt.faults.add({ fault: { kind: 'status', status: 429 } });

    expect((await get(path)).headers.get('retry-after')).toBeNull();
  });

  it('answers HTML with status 200', async () => {
    trakt.faults.add({ fault: { kind: 'html-200' } });
    const answer = await get(path);

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
  });

  it('tears JSON in the middle, with the connection whole or cut', async () => {
    trakt.faults.add({ times: 1, fault: { kind: 'torn-json' } });
    const torn = await get(path);

    expect(torn.headers.get('x-pagination-item-count')).toBe('8');
    await expect(torn.json()).rejects.toThrow('JSON');

    trakt.faults.add({ fault: { kind: 'torn-json', cutConnection: true } });

    await expect(get(path).then((answer) => answer.text())).rejects.toThrow('terminated');
  });

  it('resets the connection', async () => {
    trakt.faults.add({ fault: { kind: 'reset' } });

    await expect(get(path)).rejects.toThrow('fetch failed');
  });

  it('leaves a request unanswered, carried out or not as told', async () => {
    bangumi.faults.add({ times: 1, fault: { kind: 'time-out', afterApplying: false } });

    await expect(mark(AbortSignal.timeout(100))).rejects.toThrow();
    expect(bangumi.writes()).toEqual([]);

    bangumi.faults.add({ times: 1, fault: { kind: 'time-out', afterApplying: true } });

    await expect(mark(AbortSignal.timeout(100))).rejects.toThrow();
    expect(bangumi.writes()).toMatchObject([{ subjectId: 140001, changedEpisodeIds: [1003] }]);
  });

  it('stops with requests still held', async () => {
    trakt.faults.add({ fault: { kind: 'time-out', afterApplying: false } });
    const held = get(path).then(
      () => 'answered',
      () => 'lost',
    );
    while (trakt.counts()['GET /sync/history'] === undefined) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    await trakt.stop();
    const outcome = await held;
    trakt = await startTraktSimulator({ scenario: tinyWorld });

    expect(outcome).toBe('lost');
    expect((await get(path)).status).toBe(200);
  });

  it('clamps pages to a smaller size and tells the size applied', async () => {
    trakt.faults.add({ fault: { kind: 'clamp-page', limit: 2 } });
    const page = await get(`${path}?limit=250`);

    expect(await page.json()).toHaveLength(2);
    expect(page.headers.get('x-pagination-limit')).toBe('2');
    expect(page.headers.get('x-pagination-page-count')).toBe('4');
  });

  it('makes Bangumi refuse pages above a smaller maximum, as it does with its own', async () => {
    const collections = (limit: number): Promise<Response> =>
      fetch(`${bangumi.url}/v0/users/ann/collections?limit=${limit}`, {
        headers: { 'user-agent': 'ann/tests' },
      });
    bangumi.faults.add({ fault: { kind: 'clamp-page', limit: 50 } });

    expect((await collections(100)).status).toBe(400);
    expect((await collections(50)).status).toBe(200);
  });

  it('fails the same requests for the same seed', async () => {
    const draw = async (seed: number): Promise<number[]> => {
      trakt.faults.clear();
      trakt.faults.add({ probability: 0.5, seed, fault: { kind: 'status', status: 502 } });
      return statuses(20);
    };
    const first = await draw(7);

    expect(new Set(first)).toEqual(new Set([200, 502]));
    expect(await draw(7)).toEqual(first);
    expect(await draw(8)).not.toEqual(first);
  });

  it('notices two writes to one subject under way at once', async () => {
    bangumi.faults.add({ fault: { kind: 'delay', ms: 50 } });
    await Promise.all([mark(), mark()]);

    expect(bangumi.overlappingWrites()).toBe(1);

    await mark();

    expect(bangumi.overlappingWrites()).toBe(1);
  });
});
