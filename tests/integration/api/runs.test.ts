import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { historyPageSchema, syncTicketSchema } from '../../../src/api/contract/sync.js';
import { runItemsSchema } from '../../../src/api/contract/runs/run-items.js';
import { runRetrySchema } from '../../../src/api/contract/runs/run-acts.js';
import { runDetailSchema, runProgressSchema } from '../../../src/api/contract/runs/run-state.js';
import { aProgress, aRun, keys, otherRunId, runId } from './fake-ports.js';
import { startApi } from './with-api.js';

let running: Awaited<ReturnType<typeof startApi>>;
beforeEach(async () => {
  running = await startApi({
    streaming: { pollMs: 5, heartbeatMs: 20, lifeMs: 10_000, perPerson: 2 },
  });
});
afterEach(async () => running.api.stop());

const runs = '/api/v1/runs';
const one = `${runs}/${runId}`;

const queued = () => aProgress({ runId: otherRunId, queued: 1, queuedRuns: [runId] });
const aRunUnderWay = () => aRun({ status: 'running', endedAt: null });

/** Opens the events of the run; `next` gives the text up to and with the next blank line, undefined at the end. */
async function follow(lastEventId?: string) {
  const leaving = new AbortController();
  const answer = await fetch(running.api.url + one + '/events', {
    headers: {
      authorization: `Bearer ${keys.all}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
    signal: leaving.signal,
  });
  const texts = answer.body?.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
  let buffer = '';
  const next = async (): Promise<string | undefined> => {
    for (;;) {
      const at = buffer.indexOf('\n\n');
      if (at >= 0) {
        const event = buffer.slice(0, at);
        buffer = buffer.slice(at + 2);
        return event;
      }
      const more = await texts?.next();
      if (more === undefined || more.done === true) return undefined;
      buffer += more.value;
    }
  };
  return {
    answer,
    next,
    leave: () => {
      leaving.abort();
    },
  };
}

/** Past comments, the next event. */
async function nextEvent(
  next: () => Promise<string | undefined>,
): Promise<{ readonly id: string; readonly event: string; readonly data: unknown } | undefined> {
  const text = await next();
  if (text === undefined) return undefined;
  const [, id, event, data] = /^id: (.*)\nevent: (.*)\ndata: (.*)$/.exec(text) ?? [];
  if (id === undefined || event === undefined || data === undefined) return nextEvent(next);
  return { id, event, data: JSON.parse(data) };
}

describe('/api/v1/runs', () => {
  it('lists like /api/sync/history', async () => {
    running.state.run = aRun();
    const answer = await running.call('get', `${runs}?status=success&trigger=cli&limit=5`);
    expect(historyPageSchema.parse(answer.data)).toMatchObject({ items: [{ id: runId }] });
    expect(running.state.filters).toEqual([{ status: 'success', trigger: 'cli', limit: 5 }]);
  });

  it('takes a request like /api/trakt/sync/manual, and says where its run is', async () => {
    const answer = await running.call('post', runs, {
      data: { mode: 'full' },
      headers: { 'idempotency-key': 'evening-1' },
    });
    expect([answer.status, answer.headers['location']]).toEqual([202, one]);
    expect(syncTicketSchema.parse(answer.data)).toMatchObject({ outcome: 'started' });
    expect(running.state.wishes).toEqual([
      { requestId: 'evening-1', mode: 'full', trigger: 'manual' },
    ]);
  });
});

describe('one run', () => {
  it('is followed from its place in line to its result', async () => {
    const read = async () => runDetailSchema.parse((await running.call('get', one)).data);
    running.state.progress = queued();
    expect(await read()).toEqual({ id: runId, state: 'queued', run: null });
    running.state.progress = aProgress();
    running.state.run = aRunUnderWay();
    expect(await read()).toMatchObject({ state: 'running', run: { status: 'running' } });
    running.state.run = aRun({ advice: 'Wait.', retryAt: new Date('2026-11-22T10:00:00Z') });
    expect(await read()).toMatchObject({
      state: 'ended',
      run: { advice: 'Wait.', retry_at: '2026-11-22T10:00:00.000Z', requests: { bangumi: 4 } },
    });
  });

  it.each([
    ['get', ''],
    ['get', '/progress'],
    ['get', '/events'],
    ['get', '/items'],
    ['post', '/cancel'],
    ['post', '/retry'],
  ])('%s %s knows no other', async (method, rest) => {
    for (const id of [otherRunId, 'nonsense']) {
      const { status, data } = await running.call(method, `${runs}/${id}${rest}`);
      expect([status, data]).toEqual([404, expect.objectContaining({ code: 'task-not-found' })]);
    }
  });

  it('tells its progress, with an end in sight only once something was marked', async () => {
    const read = async () =>
      runProgressSchema.parse((await running.call('get', `${one}/progress`)).data);
    running.state.run = aRunUnderWay();
    expect(await read()).toMatchObject({ state: 'running', progress: null, current_title: null });
    running.state.progress = aProgress({ phase: 'reading' });
    expect(await read()).toMatchObject({ progress: { phase: 'reading' }, current_title: null });
    running.state.progress = aProgress({ subjects: { done: 0, total: 4 } });
    expect(await read()).toMatchObject({ current_title: 'Anime 1', eta: null });
  });

  it('lists what became of its plays', async () => {
    running.state.run = aRun();
    const answer = await running.call('get', `${one}/items?state=parked&limit=2`);
    expect(runItemsSchema.parse(answer.data).items).toMatchObject([
      { title: 'Anime 1', season: 1, number: 2, reason: 'unmatched' },
    ]);
    expect(running.state.itemFilters).toEqual([{ state: 'parked', limit: 2 }]);
    expect((await running.call('get', `${one}/items?state=odd`)).status).toBe(400);
  });
});

describe('cancelling one run', () => {
  const cancel = async () => running.call('post', `${one}/cancel`);

  it('takes a run under way, and says why it does not take another', async () => {
    running.state.progress = queued();
    expect((await cancel()).data).toMatchObject({ status: 409, code: 'run-queued' });
    running.state.progress = aProgress();
    expect(await cancel()).toMatchObject({ status: 202, data: { outcome: 'cancelling' } });
    running.state.progress = undefined;
    running.state.run = aRunUnderWay();
    expect((await cancel()).data).toMatchObject({ status: 409, code: 'run-ended' });
    running.state.run = aRun();
    expect((await cancel()).data).toMatchObject({ status: 409, code: 'run-ended' });
  });
});

describe('trying a run again', () => {
  it('puts its plays back into line and asks for a run', async () => {
    running.state.run = aRun({ status: 'incomplete' });
    const answer = await running.call('post', `${one}/retry`);
    expect(answer).toMatchObject({ status: 202, headers: { location: one } });
    expect(runRetrySchema.parse(answer.data)).toMatchObject({
      outcome: 'started',
      retried_run_id: runId,
      released: 3,
      left_over: 1,
    });
    expect(running.state.retried).toEqual([runId]);
    expect(running.state.wishes).toMatchObject([{ mode: 'normal', trigger: 'manual' }]);
  });

  it('waits for the end of the run', async () => {
    running.state.run = aRunUnderWay();
    const { data } = await running.call('post', `${one}/retry`);
    expect(data).toMatchObject({ status: 409, code: 'run-not-ended' });
    expect(running.state.retried).toEqual([]);
  });
});

describe('events of a run', () => {
  it('tell each change once, keep the connection alive, and end with the result', async () => {
    running.state.progress = queued();
    const { answer, next } = await follow();
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await next()).toBe('retry: 3000');
    expect(await nextEvent(next)).toMatchObject({ event: 'progress', data: { state: 'queued' } });
    expect(await next()).toBe(': nothing new');
    running.state.run = aRunUnderWay();
    running.state.progress = aProgress();
    expect(await nextEvent(next)).toMatchObject({
      event: 'progress',
      data: { state: 'running', current_title: 'Anime 1', progress: { phase: 'marking' } },
    });
    running.state.run = aRun();
    running.state.progress = undefined;
    expect(await nextEvent(next)).toMatchObject({ event: 'end', id: 'end', data: { id: runId } });
    expect(await next()).toBeUndefined();
  });

  it('are not told again to whoever comes back, and nobody need come back after the end', async () => {
    running.state.run = aRunUnderWay();
    running.state.progress = aProgress();
    const first = await follow();
    const seen = await nextEvent(first.next);
    first.leave();
    const again = await follow(seen?.id);
    expect(await again.next()).toBe('retry: 3000');
    expect(await again.next()).toBe(': nothing new');
    running.state.run = aRun();
    expect((await nextEvent(again.next))?.event).toBe('end');
    expect((await follow('end')).answer.status).toBe(204);
  });

  it('are for two listeners at a time here; one that leaves makes room', async () => {
    running.state.run = aRunUnderWay();
    const [first] = [await follow(), await follow()];
    const { status, data, headers } = await running.call('get', `${one}/events`);
    expect([status, data]).toEqual([429, expect.objectContaining({ code: 'too-many-streams' })]);
    expect(headers['retry-after']).toBe('3');
    first.leave();
    await first.next().catch(() => undefined);
    let answer = await follow();
    while (answer.answer.status === 429) answer = await follow();
    expect(answer.answer.status).toBe(200);
  });

  it('end at once when the server stops', async () => {
    running.state.run = aRunUnderWay();
    const { next } = await follow();
    await nextEvent(next);
    await running.api.stop({ deadlineMs: 60_000 });
    let text: string | undefined = 'something';
    while (text !== undefined) text = await next();
    await expect(follow()).rejects.toThrow('fetch failed');
  }, 4000);
});
