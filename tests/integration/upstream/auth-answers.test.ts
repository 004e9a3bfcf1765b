import { afterEach, describe, expect, it } from '@jest/globals';
import {
  answer,
  html,
  json,
  startRawServer,
  type RawServer,
  type Reply,
} from '../../support/raw-server.js';
import { bangumiAuthAt, challenge, redirectUri, traktAuthAt } from '../../support/oauth-world.js';
import { upstreamErrorOf } from '../../support/upstream-clients.js';

let server: RawServer | undefined;

afterEach(async () => {
  await server?.close();
});

/** Both clients before a server that always says the same; with little patience where it says nothing. */
async function before(reply: Reply) {
  server = await startRawServer(() => reply);
  const { url, seen } = server;
  const http = { timeoutMs: reply.kind === 'hang' ? 150 : 5_000 };
  return { seen, trakt: traktAuthAt(url, { http }), bangumi: bangumiAuthAt(url, { http }) };
}

const refreshing = { refreshToken: 'the-refresh', redirectUri };

const oauth = (error: string, words?: string, status = 400): Reply =>
  json({ error, ...(words === undefined ? {} : { error_description: words }) }, {}, status);

const fastify = (code: string, message: string, statusCode = 400): Reply =>
  json({ code, error: 'Bad Request', message, statusCode }, {}, statusCode);

const framework = (description: string): Reply =>
  json({ title: 'Forbidden', description }, {}, 403);

describe('a refusal of a refresh', () => {
  it.each<readonly [string, Reply, string]>([
    ['a dead session', oauth('invalid_grant', 'session not found'), 'invalid-grant refused'],
    ['the old server', oauth('invalid_grant', undefined, 401), 'invalid-grant refused'],
    ['Bangumi, legacy', oauth('invalid_grant', 'Invalid refresh token'), 'invalid-grant refused'],
    ['Bangumi, new', fastify('INVALID_REFRESH_TOKEN', 'no such'), 'invalid-grant refused'],
    ['a lapsed app', oauth('invalid_client', 'client_id is required'), 'app-blocked refused'],
    [
      'an app by its words',
      oauth('invalid_request', 'client_id is required'),
      'app-blocked refused',
    ],
    ['a wrong secret', oauth('invalid_client', undefined, 401), 'app-blocked refused'],
    ['a wrong app, new', fastify('INVALID_CLIENT_ID', 'no such app'), 'app-blocked refused'],
    ['a bare 403', answer(403, 'Forbidden'), 'app-blocked refused'],
    ['a bare 401', answer(401), 'unauthorized refused'],
    ['another fault of ours', oauth('unsupported_grant_type'), 'rejected refused'],
    ['half a refusal', answer(403, '{"error":"inval'), 'forbidden refused'],
    ['a page of the edge', html(403), 'edge-blocked refused'],
    ['a User-Agent', framework("Please set a 'User-Agent'"), 'edge-blocked refused'],
    ['a wrong address', html(404), 'malformed unclear'],
    ['too many', answer(429, '', { 'retry-after': '7' }), 'rate-limited refused'],
    ['trouble inside', oauth('server_error', 'invalid_grant', 500), 'unavailable unclear'],
    ['trouble on the way', html(502), 'unavailable unclear'],
    ['no answer', { kind: 'hang' }, 'timeout unclear'],
    ['half an answer', { kind: 'cut' }, 'unavailable unclear'],
    ['a broken connection', { kind: 'reset' }, 'unavailable unclear'],
    ['a page instead of tokens', html(200), 'malformed unclear'],
    ['torn tokens', answer(200, '{"access_token":"abc'), 'malformed unclear'],
    ['no token', json({ expires_in: 1 }), 'malformed unclear'],
    ['an empty token', json({ access_token: '' }), 'malformed unclear'],
    ['a redirect', answer(307, '', { location: '/elsewhere' }), 'malformed unclear'],
  ])('says what to do with the tokens: %s', async (_name, reply, expected) => {
    const { seen, trakt, bangumi } = await before(reply);
    for (const auth of [trakt, bangumi]) {
      const { kind, outcome } = await upstreamErrorOf(auth.refresh(refreshing));
      expect(`${kind} ${outcome}`).toBe(expected);
    }
    // A second try could spend what the first one left.
    expect(seen).toHaveLength(2);
  });

  it('knows that nobody was there', async () => {
    const { trakt, bangumi } = await before(answer(200));
    await server?.close();
    server = undefined;
    for (const auth of [trakt, bangumi])
      expect(await upstreamErrorOf(auth.refresh(refreshing))).toMatchObject({
        kind: 'unavailable',
        outcome: 'not-sent',
      });
  });

  it('keeps to a wait that was told, for all who use that endpoint', async () => {
    const { seen, trakt } = await before(answer(429, '', { 'retry-after': '7' }));
    const told = await upstreamErrorOf(trakt.refresh(refreshing));
    const held = await upstreamErrorOf(trakt.refresh({ ...refreshing, refreshToken: 'another' }));
    expect(told.facts).toMatchObject({ status: 429, retryAfter: 7 });
    expect(held).toMatchObject({ kind: 'rate-limited', outcome: 'not-sent' });
    await upstreamErrorOf(trakt.revoke({ accessToken: 'a' }));
    expect(seen.map(({ url }) => url)).toEqual(['/oauth/token', '/oauth/revoke']);
  });
});

describe('tokens', () => {
  it.each<readonly [string, object, object]>([
    [
      'numbers as text',
      { expires_in: '604800', user_id: '42' },
      { expiresInSeconds: 604_800, userId: 42 },
    ],
    [
      'nothing but a token',
      {},
      { expiresInSeconds: 86_400, refreshToken: undefined, scope: undefined, userId: undefined },
    ],
    ['nulls', { expires_in: null, scope: null, user_id: null }, { expiresInSeconds: 86_400 }],
    ['no lifetime worth the name', { expires_in: 0 }, { expiresInSeconds: 86_400 }],
    ['a lifetime beyond reason', { expires_in: 1e300 }, { expiresInSeconds: 315_360_000 }],
    ['scopes as a list', { scope: ['a', 'b'] }, { scope: 'a b' }],
  ])('are taken with %s', async (_name, rest, expected) => {
    const body = JSON.stringify({ access_token: 'a', ...rest });
    const asText = { 'content-type': 'text/html; charset=utf-8' };
    const { trakt, bangumi } = await before(answer(200, body, asText));
    const start = Date.now();
    for (const auth of [trakt, bangumi]) {
      const grant = await auth.refresh(refreshing);
      expect(grant).toMatchObject({ accessToken: 'a', ...expected });
      expect(grant.issuedAt.getTime()).toBeGreaterThanOrEqual(start);
    }
  });

  it('are asked for as each service wants it', async () => {
    const { seen, trakt, bangumi } = await before(json({ access_token: 'a' }));
    await trakt.exchangeCode({ code: 'c', redirectUri, codeVerifier: 'v' });
    await trakt.refresh(refreshing);
    await bangumi.exchangeCode({ code: 'c', redirectUri });
    const app = { client_id: 'the-client', client_secret: 'the-secret', redirect_uri: redirectUri };
    const sent = seen.map(({ method, url, body }) => [method, url, body]);
    const code = { grant_type: 'authorization_code', code: 'c', ...app };
    const [exchange, refresh, form] = sent;
    expect(exchange?.slice(0, 2)).toEqual(['POST', '/oauth/token']);
    expect(JSON.parse(exchange?.[2] ?? '')).toEqual({ ...code, code_verifier: 'v' });
    expect(JSON.parse(refresh?.[2] ?? '')).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'the-refresh',
      ...app,
    });
    expect(form?.slice(0, 2)).toEqual(['POST', '/oauth/access_token']);
    expect(Object.fromEntries(new URLSearchParams(form?.[2]))).toEqual(code);
    expect(seen.map(({ headers }) => headers['content-type'])).toEqual([
      'application/json',
      'application/json',
      'application/x-www-form-urlencoded',
    ]);
    for (const { headers } of seen) expect(headers).not.toHaveProperty('authorization');
  });
});

describe('authorize addresses', () => {
  it('keep a path prefix and carry nothing secret', () => {
    const trakt = traktAuthAt('https://auth.example/prefix/');
    const url = trakt.authorizeUrl({ state: 's&', redirectUri, codeChallenge: challenge });
    expect(url.startsWith('https://auth.example/prefix/oauth/authorize?')).toBe(true);
    expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
      response_type: 'code',
      client_id: 'the-client',
      redirect_uri: redirectUri,
      state: 's&',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    const login = trakt.authorizeUrl({ state: 's', redirectUri, forceLogin: true });
    expect(new URL(login).searchParams.get('prompt')).toBe('login');
    expect(login).not.toContain('code_challenge');
    const bangumi = bangumiAuthAt('https://bgm.example');
    expect(bangumi.authorizeUrl({ state: 's', redirectUri })).toBe(
      `https://bgm.example/oauth/authorize?client_id=the-client&response_type=code&redirect_uri=${encodeURIComponent(redirectUri)}&state=s`,
    );
  });
});

describe('the device flow', () => {
  const fine = { device_code: 'd', user_code: 'U', verification_url: 'https://trakt.example/a' };

  it('takes usual times where none are told, and only pages for an address', async () => {
    const { trakt } = await before(json(fine));
    expect(await trakt.requestDeviceCode()).toEqual({
      deviceCode: 'd',
      userCode: 'U',
      verificationUrl: 'https://trakt.example/a',
      expiresInSeconds: 600,
      intervalSeconds: 5,
    });
    await server?.close();
    const odd = await before(json({ ...fine, verification_url: 'javascript:alert(1)' }));
    expect((await upstreamErrorOf(odd.trakt.requestDeviceCode())).kind).toBe('malformed');
  });

  it.each<readonly [Reply, object]>([
    [answer(400), { status: 'pending' }],
    [oauth('authorization_pending'), { status: 'pending' }],
    [oauth('slow_down'), { status: 'slow-down' }],
    [oauth('access_denied'), { status: 'denied' }],
    [oauth('expired_token'), { status: 'expired' }],
    [answer(404), { status: 'unknown-code' }],
    [answer(409), { status: 'already-used' }],
    [answer(410), { status: 'expired' }],
    [answer(418), { status: 'denied' }],
    [answer(429), { status: 'slow-down' }],
    [answer(429, '', { 'retry-after': '9' }), { status: 'slow-down', retryAfter: 9 }],
  ])('reads %j', async (reply, expected) => {
    const { trakt } = await before(reply);
    expect(await trakt.pollDeviceToken({ deviceCode: 'd' })).toEqual(expected);
  });

  it.each<readonly [Reply, string]>([
    [oauth('invalid_client'), 'app-blocked'],
    [oauth('invalid_request'), 'rejected'],
    [html(404), 'malformed'],
    [html(403), 'edge-blocked'],
    [answer(400, '{"err'), 'rejected'],
    [answer(500), 'unavailable'],
    [{ kind: 'hang' }, 'timeout'],
  ])('takes %j for no word about the code', async (reply, kind) => {
    const { trakt } = await before(reply);
    expect((await upstreamErrorOf(trakt.pollDeviceToken({ deviceCode: 'd' }))).kind).toBe(kind);
  });
});

describe('the status of a Bangumi token', () => {
  it.each<readonly [Reply, string]>([
    [oauth('invalid_token', undefined, 401), 'unauthorized'],
    [fastify('INVALID_ACCESS_TOKEN', 'gone', 400), 'unauthorized'],
    [json({ expires: 'soon' }), 'malformed'],
    [answer(500), 'unavailable'],
  ])('is refused by %j', async (reply, kind) => {
    const { bangumi } = await before(reply);
    expect((await upstreamErrorOf(bangumi.tokenStatus({ accessToken: 't' }))).kind).toBe(kind);
  });

  it('is read leniently', async () => {
    const { bangumi } = await before(json({ expires: '1520323182', user_id: '7', client_id: 'c' }));
    expect(await bangumi.tokenStatus({ accessToken: 't' })).toEqual({
      clientId: 'c',
      expiresAt: new Date(1_520_323_182_000),
      scope: undefined,
      userId: 7,
    });
  });
});
