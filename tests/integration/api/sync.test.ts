import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  historyPageSchema,
  statusSchema,
  syncTicketSchema,
} from '../../../src/api/contract/sync.js';
import { aProgress, aRun, otherRunId, runId } from './fake-ports.js';
import { startApi } from './with-api.js';

let running: Awaited<ReturnType<typeof startApi>>;
beforeEach(async () => {
  running = await startApi();
});
afterEach(async () => running.api.stop());

const status = '/api/trakt/sync/status';
const manual = '/api/trakt/sync/manual';
const history = '/api/sync/history';

describe('POST /api/trakt/sync/manual', () => {
  it('answers 202 with a ticket and where to ask', async () => {
    const answer = await running.call('post', manual, {
      data: { mode: 'full' },
      headers: { 'idempotency-key': 'evening-1' },
    });
    expect(answer.status).toBe(202);
    expect(answer.headers['location']).toBe(`${status}?task_id=${runId}`);
    expect(syncTicketSchema.parse(answer.data)).toEqual({
      task_id: runId,
      run_id: runId,
      outcome: 'started',
      workflow_id: 'history:ann',
      dry_run: false,
    });
    expect(running.state.wishes).toEqual([
      { requestId: 'evening-1', mode: 'full', trigger: 'manual' },
    ]);
  });

  it('needs no body and makes up a request id', async () => {
    expect((await running.call('post', manual)).status).toBe(202);
    expect(running.state.wishes).toEqual([
      { requestId: expect.stringMatching(/^[\da-f-]{36}$/), mode: 'normal', trigger: 'manual' },
    ]);
  });

  it('starts a dry run when asked to, or when the settings say so and nothing else is asked', async () => {
    const path = `/api/v1/plans/${otherRunId}`;
    const asked = await running.call('post', manual, { data: { dry_run: true } });
    expect([asked.status, asked.headers['location']]).toEqual([202, path]);
    expect(asked.data).toMatchObject({ task_id: otherRunId, dry_run: true });
    running.state.settings = { ...running.state.settings, dryRun: true };
    expect((await running.call('post', manual)).headers['location']).toBe(path);
    expect(running.state.wishes).toEqual([]);
    await running.call('post', manual, { data: { dry_run: false } });
    expect(running.state.wishes).toHaveLength(1);
    expect(running.state.planWishes).toHaveLength(2);
  });

  it('refuses a dry run that is neither yes nor no, an unknown mode and an odd Idempotency-Key together', async () => {
    const answer = await running.call('post', manual, {
      data: { mode: 'quick', dry_run: 'perhaps' },
      headers: { 'idempotency-key': 'a b' },
    });
    expect(answer.status).toBe(400);
    expect(answer.data).toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({ in: 'body', pointer: '/mode' }),
        expect.objectContaining({
          in: 'body',
          pointer: '/dry_run',
        }),
        expect.objectContaining({ in: 'header', pointer: '/idempotency-key' }),
      ]),
    });
    expect(running.state.wishes).toEqual([]);
  });
});

describe('POST /api/trakt/sync/cancel', () => {
  it('tells whether there was anything to cancel', async () => {
    const idle = await running.call('post', '/api/trakt/sync/cancel');
    expect([idle.status, idle.data]).toEqual([202, { outcome: 'not-running' }]);
    running.state.progress = aProgress();
    const busy = await running.call('post', '/api/trakt/sync/cancel');
    expect([busy.status, busy.data]).toEqual([202, { outcome: 'cancelling' }]);
  });
});

describe('GET /api/trakt/sync/status', () => {
  const read = async (query = '') => {
    const answer = await running.call('get', `${status}${query}`);
    return {
      http: answer.status,
      body: answer.status === 200 ? statusSchema.parse(answer.data) : answer.data,
    };
  };

  it('is idle with nothing to show for a new person', async () => {
    expect((await read()).body).toMatchObject({
      state: 'idle',
      task_id: null,
      run: null,
      progress: null,
    });
  });

  it('shows the latest run, the next ones and the last tick when idle', async () => {
    running.state.run = aRun();
    running.state.progress = aProgress({ phase: 'done' });
    expect((await read()).body).toMatchObject({
      state: 'idle',
      task_id: runId,
      run: { status: 'success', duration_ms: 5000, requests: { trakt: 3 } },
      next_runs: ['2026-11-22T12:00:00.000Z'],
      schedule: { paused: false, last_tick: { outcome: 'unchanged' } },
    });
  });

  it('shows progress, and not the run before, while the row of the run is not there yet', async () => {
    running.state.run = aRun({ id: otherRunId });
    running.state.progress = aProgress();
    expect((await read()).body).toMatchObject({ state: 'running', task_id: runId, run: null });
    expect((await read(`?task_id=${runId}`)).body).toMatchObject({
      state: 'running',
      task_id: runId,
    });
  });

  it('follows one task from queued to finished', async () => {
    running.state.progress = aProgress({ runId: otherRunId, queued: 1, queuedRuns: [runId] });
    expect((await read(`?task_id=${runId}`)).body).toMatchObject({
      state: 'queued',
      progress: null,
    });
    running.state.progress = aProgress();
    running.state.run = aRun({ status: 'running', endedAt: null });
    expect((await read(`?task_id=${runId}`)).body).toMatchObject({
      state: 'running',
      progress: { phase: 'marking' },
    });
    running.state.run = aRun();
    expect((await read(`?task_id=${runId}`)).body).toMatchObject({
      state: 'finished',
      run: { id: runId },
    });
  });

  it.each([otherRunId, 'nonsense', "1' or '1'='1"])('knows no task %j', async (taskId) => {
    const { http, body } = await read(`?task_id=${encodeURIComponent(taskId)}`);
    expect(http).toBe(404);
    expect(body).toMatchObject({ code: 'task-not-found' });
  });
});

describe('GET /api/sync/history', () => {
  it('hands filters on as the area knows them and pages by cursor', async () => {
    running.state.run = aRun();
    running.state.nextCursor = 'c2';
    const answer = await running.call(
      'get',
      `${history}?status=success&mode=full&trigger=cli&from=2026-11-22T09:00:00%2B08:00&to=2026-11-23T00:00:00Z&limit=5&cursor=c1`,
    );
    expect(historyPageSchema.parse(answer.data)).toMatchObject({
      items: [{ id: runId }],
      next_cursor: 'c2',
    });
    expect(running.state.filters).toEqual([
      {
        status: 'success',
        mode: 'full',
        trigger: 'cli',
        from: new Date('2026-11-22T01:00:00Z'),
        to: new Date('2026-11-23T00:00:00Z'),
        limit: 5,
        cursor: 'c1',
      },
    ]);
  });

  it('gives twenty a page unless told', async () => {
    await running.call('get', history);
    expect(running.state.filters).toEqual([{ limit: 20 }]);
  });

  it('lists every fault of the query', async () => {
    const answer = await running.call(
      'get',
      `${history}?limit=0&status=odd&from=yesterday&page=2&mode=normal&mode=full`,
    );
    expect(answer.status).toBe(400);
    const { errors } = answer.data as { errors: { in: string; pointer: string }[] };
    expect(errors.map(({ in: part, pointer }) => part + pointer).sort()).toEqual([
      'query/from',
      'query/limit',
      'query/mode',
      'query/page',
      'query/status',
    ]);
  });

  it.each([
    'limit=',
    'limit=101',
    'limit=1.5',
    'limit=x',
    'cursor=',
    'from=2026-11-23T00:00:00Z&to=2026-11-22T00:00:00Z',
    'from=0000-01-01T00:00:00Z',
    'to=9999-12-31T23:59:59-12:00',
    'cursor=%00',
  ])('refuses %s', async (query) => {
    expect((await running.call('get', `${history}?${query}`)).status).toBe(400);
  });
});
