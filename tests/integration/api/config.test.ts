import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { configSchema } from '../../../src/api/contract/config.js';
import { startApi } from './with-api.js';

let running: Awaited<ReturnType<typeof startApi>>;
beforeEach(async () => {
  running = await startApi();
});
afterEach(async () => running.api.stop());

const config = '/api/trakt/config';

describe('GET /api/trakt/config', () => {
  it('shows the settings and the next five runs', async () => {
    const answer = await running.call('get', config);
    const body = configSchema.parse(answer.data);
    expect(body).toMatchObject({ cron: '0 */6 * * *', sync_interval: null, version: 1 });
    // Within the minute, at the second that is this person's own.
    expect(body.next_runs.map((time) => time.slice(0, 16))).toEqual([
      '2026-11-22T12:00',
      '2026-11-22T18:00',
      '2026-11-23T00:00',
      '2026-11-23T06:00',
      '2026-11-23T12:00',
    ]);
    expect(answer.headers).toMatchObject({ etag: '"1"' });
  });
});

describe('PUT /api/trakt/config', () => {
  it('changes what is sent, leaves the rest, and applies the schedule', async () => {
    const answer = await running.call('put', config, {
      data: { cron: ' 30 4 * * * ', time_zone: 'Asia/Shanghai', private_collections: true },
    });
    const body = configSchema.parse(answer.data);
    expect(body).toMatchObject({
      cron: '30 4 * * *',
      private_collections: true,
      movies: true,
      version: 2,
    });
    expect(body.next_runs[0]).toMatch(/^2026-11-22T20:30:\d\d/);
    expect(running.state.changedBy).toBe('key:id-wf_all');
    expect(running.state.applied).toEqual([running.state.settings]);
  });

  it('takes any interval, as itself', async () => {
    const answer = await running.call('put', config, {
      data: { sync_interval: 'PT45M', enabled: false },
    });
    expect(answer.data).toMatchObject({
      cron: '@every 45m',
      sync_interval: '45m',
      next_runs: [],
    });
  });

  it('lists every fault and changes nothing', async () => {
    const answer = await running.call('put', config, {
      data: {
        cron: '61 25 * * *',
        time_zone: 'Mars/Base',
        enabled: 'yes',
        colour: 1,
        version: '9',
      },
    });
    expect(answer.status).toBe(400);
    const { errors } = answer.data as { errors: { in: string; pointer: string }[] };
    expect(errors.map(({ in: part, pointer }) => `${part} ${pointer}`).sort()).toEqual([
      'body /colour',
      'body /cron',
      'body /cron',
      'body /enabled',
      'body /time_zone',
      'body /version',
    ]);
    expect(running.state.settings.version).toBe(1);
    expect(running.state.applied).toEqual([]);
  });

  it.each([
    [{}, ''],
    [undefined, ''],
    [{ cron: '0 * * * *', sync_interval: '1h' }, '/sync_interval'],
    [{ sync_interval: '32d' }, '/sync_interval'],
    [{ cron: '@every 3w' }, '/cron'],
    [{ version: 1 }, ''],
    [{ cron: '0 0 1 * 1' }, '/cron'],
    [{ cron: '0 0 30 2 *' }, '/cron'],
    [{ cron: '' }, '/cron'],
    [{ cron: null }, '/cron'],
  ])('refuses %j at %j', async (data, pointer) => {
    const answer = await running.call('put', config, { data });
    expect(answer.status).toBe(400);
    expect(answer.data).toMatchObject({ code: 'invalid-input', errors: [{ in: 'body', pointer }] });
  });

  it.each([2_147_483_648, 9_007_199_254_740_991, -1, 1.5])(
    'brings back no version %d, which there cannot be',
    async (version) => {
      const answer = await running.call('post', `${config}/revert`, { data: { version } });
      expect([answer.status, answer.data]).toEqual([
        400,
        expect.objectContaining({ errors: [expect.objectContaining({ pointer: '/version' })] }),
      ]);
    },
  );

  it('says that the settings are kept when the schedule cannot follow', async () => {
    running.state.apply = async () => Promise.reject(Object.assign(new Error('x'), { code: 14 }));
    const answer = await running.call('put', config, { data: { movies: false } });
    expect(answer.status).toBe(503);
    expect(answer.data).toMatchObject({
      code: 'temporal-unavailable',
      detail: expect.stringContaining('saved (version 2)'),
    });
  });

  it.each([
    ['the header', { headers: { 'if-match': '"7"' }, data: { movies: false } }],
    ['the body', { data: { movies: false, version: 7 } }],
  ])('changes nothing when %s names another version', async (_where, sent) => {
    const answer = await running.call('put', config, sent);
    expect(answer.status).toBe(412);
    expect(answer.data).toMatchObject({
      code: 'version-conflict',
      detail: expect.stringContaining('version 1'),
    });
    expect(running.state.settings.movies).toBe(true);
    const right = await running.call('put', config, {
      headers: { 'if-match': '"1"' },
      data: { movies: false },
    });
    expect(right.status).toBe(200);
    expect(right.headers).toMatchObject({ etag: '"2"' });
  });

  it('refuses a version it cannot read, and a revert to one that never was', async () => {
    const unread = await running.call('put', config, {
      headers: { 'if-match': 'W/"x"' },
      data: { movies: false },
    });
    expect(unread.data).toMatchObject({ code: 'invalid-input', errors: [{ in: 'header' }] });
    const never = await running.call('post', `${config}/revert`, { data: { version: 99 } });
    expect(never.data).toMatchObject({ code: 'not-found' });
  });
});
