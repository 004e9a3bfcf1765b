import { afterEach, describe, expect, it } from '@jest/globals';
import {
  answer,
  html,
  inOrder,
  json,
  startRawServer,
  type RawServer,
  type Reply,
} from '../../support/raw-server.js';
import { access, bangumiAt, traktAt, upstreamErrorOf } from '../../support/upstream-clients.js';

let server: RawServer | undefined;

afterEach(async () => {
  await server?.close();
});

const startWith = async (...replies: readonly Reply[]): Promise<RawServer> => {
  server = await startRawServer(inOrder(...replies));
  return server;
};

const closedPort = async (): Promise<string> => {
  const gone = await startRawServer(inOrder());
  await gone.close();
  return gone.url;
};

const quick = { retries: 0, timeoutMs: 150 };

const reading = async (...replies: readonly Reply[]) => {
  const { url } = await startWith(...replies);
  return upstreamErrorOf(traktAt(url, { http: quick }).readLastActivities(access));
};

const writing = async (...replies: readonly Reply[]) => {
  const { url } = await startWith(...replies);
  const mark = { subjectId: 7, episodeIds: [1, 2], type: 2 } as const;
  return upstreamErrorOf(bangumiAt(url, { http: quick }).markEpisodes(access, mark));
};

const told = {
  title: 'Bad Request',
  description: 'you need to add subject to your collection first',
};

describe('a read that is refused', () => {
  it.each<readonly [string, Reply, object]>([
    ['401', answer(401), { kind: 'unauthorized', status: 401 }],
    [
      '403 of Trakt itself',
      json({ error: 'private' }, {}, 403),
      { kind: 'forbidden', description: 'private' },
    ],
    ['403 of the edge', html(403), { kind: 'edge-blocked', status: 403 }],
    [
      '403 with a bare word',
      answer(403, 'Forbidden'),
      { kind: 'app-blocked', description: 'Forbidden' },
    ],
    ['404', answer(404), { kind: 'not-found' }],
    ['420', answer(420), { kind: 'account-limit' }],
    ['422', json({ error: 'no' }, {}, 422), { kind: 'rejected' }],
    ['423', answer(423), { kind: 'account-locked' }],
    ['426', answer(426), { kind: 'vip-only' }],
    [
      '429 with seconds',
      answer(429, '', { 'retry-after': '17' }),
      { kind: 'rate-limited', retryAfter: 17 },
    ],
    [
      '429 of the edge',
      html(429, { 'retry-after': '300' }),
      { kind: 'rate-limited', retryAfter: 300 },
    ],
    ['429 without a word', answer(429), { kind: 'rate-limited', retryAfter: undefined }],
    ['500', answer(500), { kind: 'unavailable', status: 500 }],
    [
      '503 with a time',
      answer(503, '', { 'retry-after': '30' }),
      { kind: 'unavailable', retryAfter: 30 },
    ],
    ['a page with 200', html(200), { kind: 'malformed', status: 200 }],
    [
      'another content type',
      answer(200, '{}', { 'content-type': 'text/plain' }),
      { kind: 'malformed' },
    ],
    ['nothing with 200', answer(200), { kind: 'malformed' }],
    [
      'torn JSON',
      answer(200, '{"all":"20', { 'content-type': 'application/json' }),
      { kind: 'malformed' },
    ],
    [
      'a redirect',
      answer(302, '', { location: 'http://127.0.0.1:1/elsewhere' }),
      { kind: 'malformed', status: 302 },
    ],
    ['a broken connection', { kind: 'reset' }, { kind: 'unavailable', status: undefined }],
    ['a connection lost halfway', { kind: 'cut' }, { kind: 'unavailable' }],
    ['no answer', { kind: 'hang' }, { kind: 'timeout', status: undefined }],
    [
      'broken compression',
      answer(200, 'not gzip', { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
      { kind: 'malformed' },
    ],
  ])('says what %s means', async (_name, reply, facts) => {
    const error = await reading(reply);
    expect(error.facts).toMatchObject({
      service: 'trakt',
      endpoint: 'GET /sync/last_activities',
      unclear: false,
      ...facts,
    });
  });

  it('counts a closed port as unavailable', async () => {
    const url = await closedPort();
    const error = await upstreamErrorOf(traktAt(url).readSettings(access));
    expect(error.facts).toMatchObject({
      kind: 'unavailable',
      description: 'connection failed (ECONNREFUSED)',
    });
  });

  it('names the place where an answer breaks the schema', async () => {
    const { url } = await startWith(
      json([{ id: 1, watched_at: '2026-01-01T00:00:00.000Z', type: 'movie', movie: {} }]),
    );
    const error = await upstreamErrorOf(
      traktAt(url).readHistoryPage(access, { page: 1, limit: 10 }),
    );
    expect(error.kind).toBe('malformed');
    expect(error.message).toContain('/0/movie/ids');
  });

  it('takes no more than the largest answer allowed', async () => {
    const { url } = await startWith(json({ all: 'x'.repeat(5_000) }));
    const trakt = traktAt(url, { http: { retries: 0, maxBytes: 1_000 } });
    const error = await upstreamErrorOf(trakt.readLastActivities(access));
    expect(error.facts).toMatchObject({
      kind: 'malformed',
      description: 'the answer is too large',
    });
  });
});

describe('a write that goes wrong', () => {
  it.each<readonly [string, Reply, object]>([
    [
      'is refused',
      json(told, {}, 400),
      { kind: 'rejected', unclear: false, description: told.description },
    ],
    [
      'lacks the scope',
      json({ description: 'insufficient token scope' }, {}, 403),
      { kind: 'forbidden', unclear: false },
    ],
    [
      'is told to wait',
      json({ title: 'Too Many Request' }, {}, 429),
      { kind: 'rate-limited', retryAfter: 3_600, unclear: false },
    ],
    [
      'meets a 500',
      json({ title: 'Internal Server Error' }, {}, 500),
      { kind: 'unavailable', unclear: true },
    ],
    ['meets a page with 200', html(200), { kind: 'malformed', unclear: true }],
    ['gets no answer', { kind: 'hang' }, { kind: 'timeout', unclear: true }],
    ['loses its connection', { kind: 'reset' }, { kind: 'unavailable', unclear: true }],
  ])('says whether it may have been applied: it %s', async (_name, reply, facts) => {
    const error = await writing(reply);
    expect(error.facts).toMatchObject({
      service: 'bangumi',
      endpoint: 'PATCH /v0/users/-/collections/{subject_id}/episodes',
      ...facts,
    });
  });

  it('is clear when it never reached the service', async () => {
    const url = await closedPort();
    const error = await upstreamErrorOf(
      bangumiAt(url).markEpisode(access, { episodeId: 1, type: 2 }),
    );
    expect(error.facts).toMatchObject({ kind: 'unavailable', unclear: false });
  });

  it('leaves once only, however often reads may be tried', async () => {
    const { url, seen } = await startWith(answer(503), answer(204));
    const bangumi = bangumiAt(url, { http: { retries: 2, retryDelayMs: 1 } });
    await upstreamErrorOf(bangumi.markEpisode(access, { episodeId: 1, type: 2 }));
    expect(seen).toHaveLength(1);
  });
});
