import { describe, expect, it } from '@jest/globals';
import { problemSchema } from '../../../src/api/contract/problem.js';
import { asJson, connections, withConnections, type Browser } from './connected-world.js';

const config = '/api/trakt/config';
const preview = '/api/v1/schedules/preview';
const init = `${connections}/bangumi/auth/init`;

interface Case {
  readonly what: string;
  readonly ask: readonly [method: string, url: string, data?: unknown];
  readonly status: number;
  readonly code: string;
  /** Part of the request, and the pointer into it. */
  readonly place: string;
}

const invalid = { status: 400, code: 'invalid-input' } as const;

const cases: readonly Case[] = [
  {
    what: 'a cron of six fields',
    ask: ['put', config, { cron: '0 0 4 * * *' }],
    ...invalid,
    place: 'body /cron',
  },
  {
    what: 'a cron out of range',
    ask: ['post', preview, { cron: '61 * * * *' }],
    ...invalid,
    place: 'body /cron',
  },
  {
    what: 'a cron that never comes',
    ask: ['put', '/api/v1/schedules/history', { cron: '0 0 31 2 *' }],
    ...invalid,
    place: 'body /cron',
  },
  {
    what: 'a zone there is not',
    ask: ['put', config, { time_zone: 'Mars/Base' }],
    ...invalid,
    place: 'body /time_zone',
  },
  {
    what: 'a zone that is a path',
    ask: ['post', preview, { cron: '@daily', time_zone: '../etc/localtime' }],
    ...invalid,
    place: 'body /time_zone',
  },
  {
    what: 'a state never given out',
    ask: ['get', '/api/trakt/auth/callback?state=unknown&code=x'],
    status: 400,
    code: 'state-unknown',
    place: 'query /state',
  },
  {
    what: 'no state at all',
    ask: ['get', `${connections}/bangumi/auth/callback`],
    status: 400,
    code: 'state-unknown',
    place: 'query /state',
  },
  {
    what: 'a scope there is not',
    ask: ['post', '/api/v1/api-keys', { name: 'x', scopes: ['sync:read', 'sync:all'] }],
    ...invalid,
    place: 'body /scopes/1',
  },
  {
    what: 'a scope one does not hold',
    ask: ['post', '/api/v1/api-keys', { name: 'x', scopes: ['sync:read', 'admin:users'] }],
    status: 403,
    code: 'scope-not-held',
    place: 'body /scopes/1',
  },
  {
    what: 'a redirect elsewhere',
    ask: ['get', `${init}?return_to=https%3A%2F%2Fevil.example`],
    ...invalid,
    place: 'query /return_to',
  },
  {
    what: 'a redirect that only looks like a path',
    ask: ['post', init, { return_to: '//evil.example' }],
    ...invalid,
    place: 'body /return_to',
  },
  {
    what: 'a redirect that becomes another when decoded',
    ask: ['post', init, { return_to: '/%252Fevil.example' }],
    ...invalid,
    place: 'body /return_to',
  },
  {
    what: 'a webhook with a password',
    ask: ['post', '/api/v1/notification-channels', { name: 'x', url: 'https://a:b@x.example' }],
    ...invalid,
    place: 'body /url',
  },
  {
    what: 'a name that holds NUL',
    ask: ['post', '/api/v1/notification-channels', { name: 'a\u0000b', url: 'https://x.example' }],
    ...invalid,
    place: 'body /name',
  },
  {
    what: 'a reason that holds half a sign',
    ask: ['post', '/api/v1/schedules/history/pause', { reason: '\ud800' }],
    ...invalid,
    place: 'body /reason',
  },
];

const world = withConnections();

const refusalOf = async (browser: Browser, [method, url, data]: Case['ask']) => {
  const answer = await browser.call(method, url, { data, headers: asJson });
  const { code, errors = [] } = problemSchema.parse(answer.data);
  return {
    status: answer.status,
    code,
    places: errors.map(({ in: part, pointer }) => `${part} ${pointer}`),
  };
};

describe('bad input', () => {
  it.each(cases)(
    'is refused with a code and its place: $what',
    async ({ ask, status, code, place }) => {
      const { browser } = await world().someone();
      expect(await refusalOf(browser, ask)).toEqual({ status, code, places: [place] });
    },
  );

  it('is refused with a code and its place: a code the service does not take', async () => {
    const { someone, decide } = world();
    const { browser } = await someone();
    const { path } = await decide(browser, 'trakt');
    const forged = path.replace(/code=[^&]+/, 'code=forged');
    expect(await refusalOf(browser, ['get', forged])).toEqual({
      status: 400,
      code: 'code-refused',
      places: ['query /code'],
    });
  });

  it('is refused with a code and its place: a name somebody has, in another case and width', async () => {
    const { someone, apiKey } = world();
    const { name, browser } = await someone();
    const { id } = await someone();
    const wish = { name: name.toUpperCase().replace('P', 'Ｐ') };
    const headers = { authorization: `Bearer ${apiKey}` };
    for (const [method, url] of [
      ['post', '/api/v1/users'],
      ['patch', `/api/v1/users/${id}`],
    ] as const) {
      const { status, data } = await browser.call(method, url, { data: wish, headers });
      expect([status, data]).toEqual([
        409,
        expect.objectContaining({
          code: 'name-taken',
          errors: [expect.objectContaining({ in: 'body', pointer: '/name' })],
        }),
      ]);
    }
  });
});
