import { afterEach, describe, expect, it } from '@jest/globals';
import {
  answer,
  inOrder,
  json,
  startRawServer,
  type Reply,
  type RawServer,
  type Respond,
} from '../../support/raw-server.js';
import { access, bangumiAt, traktAt, upstreamErrorOf } from '../../support/upstream-clients.js';

let server: RawServer | undefined;

afterEach(async () => {
  await server?.close();
});

const start = async (respond: Respond): Promise<RawServer> => {
  server = await startRawServer(respond);
  return server;
};

const fine: Reply = json({});
const always: Respond = () => fine;

const createMeter = () => {
  const counts: Record<string, number> = {};
  const count = (service: string, endpoint: string): void => {
    const key = `${service} ${endpoint}`;
    counts[key] = (counts[key] ?? 0) + 1;
  };
  return { counts, meter: { count } };
};

/** A door that a reply waits behind until the test opens it. */
const createLatch = () => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    opened,
    open: () => {
      open();
    },
  };
};

describe('retries', () => {
  it('try a read again after a broken connection and after 503, and count each request', async () => {
    const { url, seen } = await start(inOrder({ kind: 'reset' }, answer(503), fine));
    const { counts, meter } = createMeter();
    await traktAt(url, { http: { retries: 2, retryDelayMs: 1 } }).readLastActivities(access, {
      meter,
    });
    expect(seen).toHaveLength(3);
    expect(counts).toEqual({ 'trakt GET /sync/last_activities': 3 });
  });

  it('give up after the last one with its error', async () => {
    const { url, seen } = await start(() => answer(502));
    const trakt = traktAt(url, { http: { retries: 2, retryDelayMs: 1 } });
    const error = await upstreamErrorOf(trakt.readLastActivities(access));
    expect(error.facts.status).toBe(502);
    expect(seen).toHaveLength(3);
  });

  it.each([500, 401, 429])('leave a %i alone', async (status) => {
    const { url, seen } = await start(() => answer(status));
    const trakt = traktAt(url, { http: { retries: 2, retryDelayMs: 1 } });
    await upstreamErrorOf(trakt.readLastActivities(access));
    expect(seen).toHaveLength(1);
  });

  it('respect a service that names a time', async () => {
    const { url, seen } = await start(() => answer(503, '', { 'retry-after': '30' }));
    const trakt = traktAt(url, { http: { retries: 2, retryDelayMs: 1 } });
    await upstreamErrorOf(trakt.readLastActivities(access));
    expect(seen).toHaveLength(1);
  });
});

describe('after a 429', () => {
  it('fails fast for that user until the time is over, and only for that user', async () => {
    const clock = { time: Date.now(), now: () => new Date(clock.time) };
    const { url, seen } = await start(
      inOrder(answer(429, '', { 'retry-after': '10' }), fine, fine),
    );
    const trakt = traktAt(url, { clock });
    await upstreamErrorOf(trakt.readLastActivities(access));
    clock.time += 4_000;
    const error = await upstreamErrorOf(trakt.readLastActivities(access));
    expect(error.facts).toMatchObject({ kind: 'rate-limited', retryAfter: 6 });
    await trakt.readLastActivities({ ...access, limitKey: 'user-2' });
    clock.time += 6_001;
    await trakt.readLastActivities(access);
    expect(seen).toHaveLength(3);
  });

  it('is not forgotten when a call that was under way succeeds', async () => {
    const latch = createLatch();
    const { url } = await start(({ url: path }) =>
      path.includes('last_activities')
        ? { kind: 'answer', status: 200, headers: {}, body: '{}', after: latch.opened }
        : answer(429, '', { 'retry-after': '10' }),
    );
    const trakt = traktAt(url);
    const early = trakt.readLastActivities(access);
    await upstreamErrorOf(trakt.readSettings(access));
    latch.open();
    await early;
    const error = await upstreamErrorOf(trakt.readLastActivities(access));
    expect(error.facts).toMatchObject({ kind: 'rate-limited', status: undefined });
  });

  it('counts the longer of two waits, and needs no turn of our own limits to say so', async () => {
    const latch = createLatch();
    const short: Reply = {
      kind: 'answer',
      status: 429,
      headers: { 'retry-after': '2' },
      body: '',
      after: latch.opened,
    };
    const { url } = await start(({ url: path }) =>
      path.includes('last_activities') ? short : answer(429, '', { 'retry-after': '40' }),
    );
    const trakt = traktAt(url, { limits: { reads: { requests: 2, perSeconds: 500 } } });
    const early = upstreamErrorOf(trakt.readLastActivities(access));
    await upstreamErrorOf(trakt.readSettings(access));
    latch.open();
    await early;
    const error = await upstreamErrorOf(trakt.readLastActivities(access));
    expect(error.facts.retryAfter).toBeGreaterThan(35);
    expect(error.facts.retryAfter).toBeLessThanOrEqual(40);
  });

  it('of Bangumi stays away for an hour', async () => {
    const { url, seen } = await start(() => json({ title: 'Too Many Request' }, {}, 429));
    const bangumi = bangumiAt(url);
    await upstreamErrorOf(bangumi.readMe(access));
    const error = await upstreamErrorOf(bangumi.readSubject(access, 1));
    expect(error.facts.retryAfter).toBeGreaterThan(3_590);
    expect(seen).toHaveLength(1);
  });
});

describe('our own limits', () => {
  it('make calls wait for the next window', async () => {
    const { url, seen } = await start(always);
    const trakt = traktAt(url, { limits: { reads: { requests: 2, perSeconds: 0.3 } } });
    const began = performance.now();
    await Promise.all([1, 2, 3].map(() => trakt.readLastActivities(access)));
    expect(performance.now() - began).toBeGreaterThan(250);
    expect(seen).toHaveLength(3);
  });

  it('refuse where the wait would be too long, and say how long', async () => {
    const { url, seen } = await start(always);
    const limits = { reads: { requests: 1, perSeconds: 100 }, maxWaitSeconds: 2 };
    const trakt = traktAt(url, { limits });
    await trakt.readLastActivities(access);
    const error = await upstreamErrorOf(trakt.readLastActivities(access));
    expect(error.facts).toMatchObject({ kind: 'rate-limited', status: undefined });
    expect(error.facts.retryAfter).toBeGreaterThan(98);
    await trakt.readLastActivities({ ...access, limitKey: 'user-2' });
    expect(seen).toHaveLength(2);
  });

  it('let Bangumi have its burst, then its steady pace, reads and writes together', async () => {
    const { url } = await start((request) =>
      request.method === 'PUT' ? answer(204) : json({ id: 1, username: 'a' }),
    );
    const bangumi = bangumiAt(url, { limits: { perSecond: 1, burst: 3, maxWaitSeconds: 0 } });
    for (const episodeId of [1, 2]) await bangumi.markEpisode(access, { episodeId, type: 2 });
    for (let reads = 0; reads < 2; reads += 1) await bangumi.readMe(access);
    const error = await upstreamErrorOf(bangumi.readMe(access));
    expect(error.facts).toMatchObject({ kind: 'rate-limited', retryAfter: 1 });
  });

  it('keep no more calls in flight per user than allowed', async () => {
    const latch = createLatch();
    let inFlight = 0;
    const { url, seen } = await start(() => {
      inFlight += 1;
      return { kind: 'answer', status: 200, headers: {}, body: '{}', after: latch.opened };
    });
    const trakt = traktAt(url, { http: { concurrency: 2 } });
    const calls = Array.from({ length: 5 }, () => trakt.readLastActivities(access));
    await trakt
      .readLastActivities({ ...access, limitKey: 'probe' }, { signal: AbortSignal.timeout(150) })
      .catch(() => undefined);
    expect(inFlight).toBe(3);
    latch.open();
    await Promise.all(calls);
    expect(seen).toHaveLength(6);
  });
});

describe('an abort', () => {
  const reason = new Error('the activity was cancelled');

  it('ends a request under way with its own reason', async () => {
    const stop = new AbortController();
    const { url } = await start(() => {
      stop.abort(reason);
      return { kind: 'hang' };
    });
    await expect(traktAt(url).readLastActivities(access, { signal: stop.signal })).rejects.toBe(
      reason,
    );
  });

  it('ends a wait for our own limit', async () => {
    const { url, seen } = await start(always);
    const trakt = traktAt(url, { limits: { reads: { requests: 1, perSeconds: 50 } } });
    await trakt.readLastActivities(access);
    const stop = new AbortController();
    const call = trakt.readLastActivities(access, { signal: stop.signal });
    stop.abort(reason);
    await expect(call).rejects.toBe(reason);
    expect(seen).toHaveLength(1);
  });

  it('leaves the queue, and the others their turn', async () => {
    const latch = createLatch();
    const { url, seen } = await start((_request, index) =>
      index === 0
        ? { kind: 'answer', status: 200, headers: {}, body: '{}', after: latch.opened }
        : fine,
    );
    const trakt = traktAt(url, { http: { concurrency: 1 } });
    const stop = new AbortController();
    const first = trakt.readLastActivities(access);
    const { counts, meter } = createMeter();
    const queued = trakt.readLastActivities(access, { signal: stop.signal, meter });
    const last = trakt.readLastActivities(access);
    stop.abort(reason);
    await expect(queued).rejects.toBe(reason);
    latch.open();
    await Promise.all([first, last]);
    expect(seen).toHaveLength(2);
    expect(counts).toEqual({});
  });

  it('that came before keeps the request from leaving', async () => {
    const { url, seen } = await start(always);
    const call = traktAt(url).readLastActivities(access, { signal: AbortSignal.abort(reason) });
    await expect(call).rejects.toBe(reason);
    expect(seen).toHaveLength(0);
  });
});
