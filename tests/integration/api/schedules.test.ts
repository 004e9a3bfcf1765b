import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  previewSchema,
  scheduleListSchema,
  scheduleSchema,
  summarySchema,
  tickPageSchema,
} from '../../../src/api/contract/schedule.js';
import { configHistorySchema, configSchema } from '../../../src/api/contract/config.js';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { eventually } from '../../support/eventually.js';
import { temporalCliPath } from '../../support/temporal-cli.js';
import { withWatchflow } from '../../support/with-watchflow.js';

const run = promisify(execFile);
const path = '/api/v1/schedules';
const mine = `${path}/history`;

describe('schedules over the API, with a real Temporal', () => {
  const world = withWatchflow({
    scenario: () => ({
      name: 'schedules',
      trakt: { users: [{ token: 'trakt-token', username: 'ann' }] },
      bangumi: { users: [{ token: 'bangumi-token', id: 7, username: 'ann' }] },
    }),
  });
  let api = '';

  beforeAll(async () => {
    const { watchflow } = world();
    await watchflow.schedules.reconcile();
    api = await serveApi(watchflow);
  });

  async function call(...[method, url, body, headers = {}]: Call) {
    const response = await fetch(`${api}${url}`, {
      method,
      headers: {
        authorization: `Bearer ${world().apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const data: unknown = await response.json();
    const { status, headers: sent } = response;
    return { status, data, etag: sent.get('etag'), location: sent.get('location') };
  }

  const read = async () => scheduleSchema.parse((await call('GET', mine)).data);

  it('shows the own schedule with the times the server has for it', async () => {
    const { items } = scheduleListSchema.parse((await call('GET', path)).data);
    const [schedule] = items;
    expect(schedule).toMatchObject({ state: 'running', sync_interval: '1h', paused: null });
    const { watchflow, userId } = world();
    const [next] = (await watchflow.schedules.describe('history', userId))?.nextRuns ?? [];
    const late = Number(next) - Date.parse(schedule?.next_runs[0]?.at ?? '');
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThanOrEqual(20_000);
    expect(schedule?.next_runs).toHaveLength(10);
  });

  it('changes it as the settings do: one version, one history, which can be brought back', async () => {
    const before = await read();
    const put = await call('PUT', mine, {
      cron: '30 2 * * *',
      time_zone: 'Europe/Berlin',
      missed: 'skip',
      version: before.version,
    });
    expect(scheduleSchema.parse(put.data)).toMatchObject({
      cron: '30 2 * * *',
      missed: 'skip',
      version: before.version + 1,
    });
    const stale = await call(
      'PUT',
      mine,
      { enabled: false },
      { 'if-match': `"${before.version}"` },
    );
    expect(stale).toMatchObject({ status: 412, data: { code: 'version-conflict' } });
    const { etag, data } = await call('GET', '/api/trakt/config');
    expect(etag).toBe(`"${before.version + 1}"`);
    expect(configSchema.parse(data)).toMatchObject({ time_zone: 'Europe/Berlin', missed: 'skip' });
    const reverted = await call('POST', '/api/trakt/config/revert', { version: before.version });
    expect(configSchema.parse(reverted.data)).toMatchObject({
      cron: '@every 1h',
      missed: 'run-once',
      version: before.version + 2,
    });
    const history = await call('GET', '/api/trakt/config/history');
    const { items } = configHistorySchema.parse(history.data);
    expect(
      items.map(({ version, revert_of, settings }) => [version, revert_of, settings.cron]),
    ).toEqual([
      [2, 0, '@every 1h'],
      [1, null, '30 2 * * *'],
      [0, null, '@every 1h'],
    ]);
    expect(items[0]?.changed_by).toMatch(/^key:k_/);
    const page = await call('GET', '/api/trakt/config/history?limit=1&cursor=2');
    expect(configHistorySchema.parse(page.data)).toMatchObject({
      items: [{ version: 1 }],
      next_cursor: '1',
    });
    expect(await read()).toMatchObject({ cron: '@every 1h', version: before.version + 2 });
    const { watchflow } = world();
    expect(await watchflow.schedules.reconcile()).toMatchObject({ updated: 0, failed: 0 });
  });

  it('changes nothing at once twice: of changes with one version one wins', async () => {
    const { version } = await read();
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((hour) => call('PUT', mine, { cron: `0 ${hour} * * *`, version })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
    expect(await read()).toMatchObject({ version: version + 1 });
    await call('PUT', mine, { sync_interval: '1h' });
  });

  it('pauses with a reason and resumes; both are refused while an operator holds it', async () => {
    const paused = await call('POST', `${mine}/pause`, { reason: 'holiday' });
    expect(scheduleSchema.parse(paused.data)).toMatchObject({
      state: 'paused',
      paused: { by: 'person', reason: 'holiday' },
      pending: false,
    });
    const summary = summarySchema.parse((await call('GET', `${path}/summary`)).data);
    expect(summary).toMatchObject({ of: 'everyone', total: 1, running: 0, paused: { person: 1 } });
    const resumed = await call('POST', `${mine}/resume`, {});
    expect(scheduleSchema.parse(resumed.data)).toMatchObject({ state: 'running', paused: null });
    await call('PUT', mine, { enabled: false });
    expect(await call('POST', `${mine}/resume`, {})).toMatchObject({
      status: 409,
      data: { code: 'schedule-held', detail: expect.stringContaining('enabled') },
    });
    await call('PUT', mine, { enabled: true });
    expect(await read()).toMatchObject({ state: 'running' });
    for (const body of [{}, { reason: ' ' }, { reason: 'x'.repeat(201) }, { why: 'x' }]) {
      expect((await call('POST', `${mine}/pause`, body)).status).toBe(400);
    }
  });

  it('shows what was done with the temporal command: pause, note, trigger', async () => {
    const cli = await temporalCliPath();
    const { watchflow, userId } = world();
    const { address, namespace } = watchflow.temporal;
    const where = ['--address', address, '--namespace', namespace];
    const temporal = (...args: string[]) =>
      run(cli, [...args, '--schedule-id', `history:${userId}`, ...where]);
    await temporal('schedule', 'toggle', '--pause', '--reason', 'moving the database');
    expect(await read()).toMatchObject({
      state: 'paused',
      paused: { by: 'outside', reason: 'moving the database' },
    });
    await temporal('schedule', 'trigger');
    const [tick] = await eventually(async () => {
      const { data } = await call('GET', `${mine}/ticks?limit=1`);
      const { items } = tickPageSchema.parse(data);
      return items.length > 0 ? items : undefined;
    }, 'the tick that was triggered');
    expect(['ran', 'joined', 'unchanged', 'skipped']).toContain(tick?.outcome);
    // An administrator may end it.
    const resumed = await call('POST', `${mine}/resume`, { reason: 'moved' });
    expect(resumed.data).toMatchObject({ state: 'running' });
  });

  it('runs now, and tells what came of it', async () => {
    const { watchflow, userId } = world();
    const count = () =>
      watchflow.db.scheduleTick.count({ where: { scheduleId: `history:${userId}` } });
    const before = await count();
    // Nothing is started beside the due time of the test before, should it be under way still.
    await eventually(async () => {
      expect(await call('POST', `${mine}/run`)).toMatchObject({
        status: 202,
        location: `${mine}/ticks`,
        data: { outcome: 'triggered' },
      });
      return (await count()) > before ? true : undefined;
    }, 'the tick');
  });

  it('previews what would be, and what daylight saving does to it', async () => {
    const { data } = await call('POST', `${path}/preview`, {
      cron: '30 2 * * *',
      time_zone: 'Europe/Berlin',
    });
    const preview = previewSchema.parse(data);
    expect(preview.runs).toHaveLength(10);
    expect(preview.jitter_seconds).toBe(20);
    for (const [body, pointer] of [
      [{}, '/cron'],
      [{ cron: '* * * * *', sync_interval: '1h' }, '/sync_interval'],
      [{ cron: '0 0 30 2 *' }, '/cron'],
      [{ sync_interval: '1w' }, '/sync_interval'],
      [{ cron: '0 0 * * *', time_zone: 'Mars/Base' }, '/time_zone'],
    ] as const) {
      const refused = await call('POST', `${path}/preview`, body);
      expect([refused.status, pointersOf(refused.data)]).toEqual([400, [pointer]]);
    }
    expect((await call('GET', `${path}/nothing`)).status).toBe(400);
    // When lists are brought to Trakt is the operator's to say.
    expect((await call('PUT', `${path}/lists`, { cron: '@daily' })).status).toBe(400);
    expect((await call('GET', `${mine}/ticks?cursor=zzz`)).status).toBe(400);
  });

  it('runs the job that watches, by its own schedule, and records that', async () => {
    const { watchflow } = world();
    const suffix = watchflow.config.temporal.taskQueueSuffix;
    const scheduleId = `job:schedule-watch${suffix}`;
    expect(await watchflow.schedules.trigger('job', `schedule-watch${suffix}`)).toBe('done');
    const tick = await eventually(
      async () => (await watchflow.scheduleBook.ticks.latest(scheduleId)) ?? undefined,
      'the tick of the job',
    );
    expect(tick.outcome).toBe('ran');
    const report: unknown = await watchflow.temporal.client.workflow.getHandle(scheduleId).result();
    expect(report).toMatchObject({ failed: 0 });
  });
});

type Call = [method: string, url: string, body?: unknown, headers?: Record<string, string>];

const problem = z.object({ errors: z.array(z.object({ pointer: z.string() })) });

const pointersOf = (data: unknown): string[] =>
  problem.parse(data).errors.map(({ pointer }) => pointer);
