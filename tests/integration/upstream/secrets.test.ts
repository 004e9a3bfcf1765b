import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { collectLog } from '../../support/collect-log.js';
import {
  answer,
  html,
  json,
  startRawServer,
  type RawServer,
  type Reply,
  type SeenRequest,
} from '../../support/raw-server.js';
import {
  access,
  bangumiAt,
  planted,
  traktAt,
  upstreamErrorOf,
} from '../../support/upstream-clients.js';

let server: RawServer | undefined;

afterEach(async () => {
  await server?.close();
});

/** A service that repeats what it was sent. */
const echoOf = ({ headers }: SeenRequest): string =>
  `${String(headers.authorization).replace('Bearer ', '')} of ${String(headers['trakt-api-key'])} is no good`;

/** Everything an error or a log line could show. */
const shown = (thing: unknown): string =>
  inspect(thing, { depth: 20, showHidden: true, getters: true });

describe('secrets', () => {
  it.each<readonly [string, (echo: string) => Reply]>([
    [
      'a refusal that echoes them',
      (echo) => json({ error: 'bad', error_description: echo, description: echo }, {}, 401),
    ],
    ['a bare refusal that echoes them', (echo) => answer(403, echo)],
    ['a page that echoes them', (echo) => answer(200, `<html>${echo}</html>`)],
    [
      'torn JSON that echoes them',
      (echo) => answer(200, `{"a":"${echo}`, { 'content-type': 'application/json' }),
    ],
    ['an unexpected answer', (echo) => json(echo)],
    ['a refusal to wait for', () => html(429, { 'retry-after': '5' })],
    ['a broken connection', () => ({ kind: 'reset' })],
    ['a time-out', () => ({ kind: 'hang' })],
    [
      'a redirect that echoes them',
      (echo) => answer(302, '', { location: `/?token=${encodeURIComponent(echo)}` }),
    ],
  ])('do not show in errors or logs: %s', async (_name, reply) => {
    server = await startRawServer((request) => reply(echoOf(request)));
    const { log, lines } = collectLog();
    const rest = { log, http: { retries: 0, timeoutMs: 100 } };
    const trakt = traktAt(server.url, rest);
    const bangumi = bangumiAt(server.url, rest);
    const startAt = '2026-01-01T00:00:00.000Z';
    const errors = [
      await upstreamErrorOf(trakt.readHistoryPage(access, { page: 1, limit: 7, startAt })),
      await upstreamErrorOf(bangumi.readCollections(access, 'a-user-name')),
      await upstreamErrorOf(bangumi.readSubject(access, 424_242)),
    ];
    const text =
      shown(errors) +
      shown(errors.map(({ cause }) => cause)) +
      JSON.stringify(errors) +
      shown(lines);
    for (const secret of [
      planted.token,
      planted.clientId,
      'start_at',
      'a-user-name',
      '424242',
      'Bearer',
    ]) {
      expect(text).not.toContain(secret);
    }
  });

  it('are sent where they belong', async () => {
    server = await startRawServer(() => json({}));
    await traktAt(server.url).readLastActivities(access);
    expect(server.seen[0]?.headers).toMatchObject({
      authorization: `Bearer ${planted.token}`,
      'trakt-api-key': planted.clientId,
      'trakt-api-version': '2',
      'content-type': 'application/json',
      'user-agent': 'watchflow/0.0.1 (+https://github.com/watchflow/watchflow)',
    });
  });

  it('are left out where there is no token', async () => {
    server = await startRawServer(() => json({ id: 1, type: 2 }));
    await bangumiAt(server.url).readSubject({ ...access, accessToken: '' }, 1);
    expect(server.seen[0]?.headers).not.toHaveProperty('authorization');
  });
});
