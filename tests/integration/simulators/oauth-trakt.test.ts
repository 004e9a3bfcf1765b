import { afterEach, describe, expect, it } from '@jest/globals';
import { startTraktSimulator, type TraktSimulator } from '../../../src/simulators/index.js';
import type { TokenGrant } from '../../../src/upstream/http/index.js';
import { movableClock } from '../../support/movable-clock.js';
import { decideAt, decideForDevice, queryOf, type Decision } from '../../support/oauth-browser.js';
import {
  app,
  challenge,
  redirectUri,
  signInWorld,
  traktAuthAt,
  verifier,
} from '../../support/oauth-world.js';
import { traktAt, upstreamErrorOf } from '../../support/upstream-clients.js';

let trakt: TraktSimulator | undefined;

afterEach(async () => {
  await trakt?.stop();
});

async function start(options: Partial<Parameters<typeof startTraktSimulator>[0]> = {}) {
  const clock = movableClock();
  const sim = await startTraktSimulator({
    scenario: signInWorld,
    prefix: '/trakt',
    clock,
    limits: 'off',
    ...options,
  });
  trakt = sim;
  const auth = traktAuthAt(sim.url);
  const api = traktAt(sim.url, { clientId: app.client_id });
  const approve = async (decision: Decision = {}): Promise<string> => {
    const url = auth.authorizeUrl({ state: 's', redirectUri, codeChallenge: challenge });
    return queryOf(await decideAt(url, decision))['code'] ?? '';
  };
  const signIn = async (decision: Decision = {}): Promise<TokenGrant> =>
    auth.exchangeCode({ code: await approve(decision), redirectUri, codeVerifier: verifier });
  const readName = async (accessToken: string): Promise<string> =>
    (await api.readSettings({ accessToken, limitKey: 'user' })).username;
  const kindAtApi = async (accessToken: string) =>
    (await upstreamErrorOf(api.readSettings({ accessToken, limitKey: 'user' }))).facts;
  return { sim, auth, api, clock, approve, signIn, readName, kindAtApi };
}

describe('signing in at the simulated Trakt', () => {
  it('passes the state through and signs in the account that was chosen', async () => {
    const { auth, readName } = await start();
    const state = 'a state & more=';
    const url = auth.authorizeUrl({ state, redirectUri, codeChallenge: challenge });
    const location = await decideAt(url, { account: 'bob' });
    expect(location.startsWith(`${redirectUri}?`)).toBe(true);
    const { code = '', ...rest } = queryOf(location);
    expect(rest).toEqual({ state });
    const grant = await auth.exchangeCode({ code, redirectUri, codeVerifier: verifier });
    expect(grant).toMatchObject({ expiresInSeconds: 604_800, scope: 'public' });
    expect(await readName(grant.accessToken)).toBe('bob');
    expect(await readName('ann-fixed')).toBe('ann');
  });

  it('tells a denial with the state', async () => {
    const { auth } = await start();
    const url = auth.authorizeUrl({ state: 'mine', redirectUri });
    expect(queryOf(await decideAt(url, { decision: 'deny' }))).toEqual({
      error: 'access_denied',
      state: 'mine',
    });
  });

  it('sends nobody to an address that is not registered letter by letter, nor for an unknown app', async () => {
    const { sim, auth } = await start();
    const open = async (url: string): Promise<[number, string | null]> => {
      const answer = await fetch(url, { redirect: 'manual' });
      return [answer.status, answer.headers.get('location')];
    };
    for (const other of [`${redirectUri}/`, redirectUri.toUpperCase(), 'https://evil.example/'])
      expect(await open(auth.authorizeUrl({ state: 's', redirectUri: other }))).toEqual([
        400,
        null,
      ]);
    const stranger = traktAuthAt(sim.url, { clientId: 'stranger' });
    expect(await open(stranger.authorizeUrl({ state: 's', redirectUri }))).toEqual([400, null]);
    const form = { client_id: app.client_id, redirect_uri: 'https://evil.example/' };
    const body = new URLSearchParams({ ...form, response_type: 'code', decision: 'deny' });
    const answer = await fetch(`${sim.url}/oauth/authorize`, { method: 'POST', body });
    expect(answer.status).toBe(400);
  });

  it('takes a code once, soon, with its own verifier and redirect address', async () => {
    const { auth, approve, clock } = await start();
    const exchange = { redirectUri, codeVerifier: verifier };
    const code = await approve();
    await auth.exchangeCode({ ...exchange, code });
    const wrong = `${verifier}-other`;
    const errors = [
      await upstreamErrorOf(auth.exchangeCode({ ...exchange, code })),
      await upstreamErrorOf(auth.exchangeCode({ ...exchange, code: 'made-up' })),
      await upstreamErrorOf(auth.exchangeCode({ code: await approve(), redirectUri })),
      await upstreamErrorOf(
        auth.exchangeCode({ code: await approve(), redirectUri, codeVerifier: wrong }),
      ),
      await upstreamErrorOf(
        auth.exchangeCode({ ...exchange, code: await approve(), redirectUri: `${redirectUri}x` }),
      ),
    ];
    const late = await approve();
    clock.moveOn(1);
    errors.push(await upstreamErrorOf(auth.exchangeCode({ ...exchange, code: late })));
    expect(errors.map(({ kind }) => kind)).toEqual(Array<string>(6).fill('invalid-grant'));
    expect(errors.map(({ outcome }) => outcome)).toEqual(Array<string>(6).fill('refused'));
  });

  it('needs a proof key of an app without a secret, and the secret of one that has it', async () => {
    const { sim } = await start();
    const open = traktAuthAt(sim.url, { clientId: 'open', clientSecret: undefined });
    sim.oauth.registerApp({ client_id: 'open', redirect_uris: [redirectUri] });
    const url = open.authorizeUrl({ state: 's', redirectUri, codeChallenge: challenge });
    const { code = '' } = queryOf(await decideAt(url));
    const grant = await open.exchangeCode({ code, redirectUri, codeVerifier: verifier });
    const { refreshToken = '' } = grant;
    await expect(open.refresh({ refreshToken, redirectUri })).resolves.toMatchObject({});

    const bare = traktAuthAt(sim.url, { clientSecret: undefined });
    const plain = queryOf(await decideAt(bare.authorizeUrl({ state: 's', redirectUri })));
    const error = await upstreamErrorOf(
      bare.exchangeCode({ code: plain['code'] ?? '', redirectUri }),
    );
    expect(error.facts).toMatchObject({ kind: 'app-blocked', status: 401 });
  });
});

describe('tokens of the simulated Trakt', () => {
  it('rotate: a spent refresh token is no good, and the access token before it is over', async () => {
    const { sim, auth, signIn, readName, kindAtApi } = await start();
    const first = await signIn();
    const refresh = { refreshToken: first.refreshToken ?? '', redirectUri };
    const second = await auth.refresh(refresh);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(await readName(second.accessToken)).toBe('ann');
    expect(await kindAtApi(first.accessToken)).toMatchObject({ kind: 'unauthorized' });
    const error = await upstreamErrorOf(auth.refresh(refresh));
    expect(error.facts).toMatchObject({
      kind: 'invalid-grant',
      status: 400,
      description: 'invalid_grant: session not found',
    });
    expect(await readName(second.accessToken)).toBe('ann');
    expect(sim.oauth.refreshes()).toEqual({ done: 1, refused: 1 });
    expect(sim.counts()['POST /oauth/token']).toBe(3);
  });

  it('may end the whole consent when a spent one comes again', async () => {
    const { auth, signIn, kindAtApi } = await start({ oauth: { reuseRevokesGrant: true } });
    const refresh = { refreshToken: (await signIn()).refreshToken ?? '', redirectUri };
    const second = await auth.refresh(refresh);
    await upstreamErrorOf(auth.refresh(refresh));
    expect(await kindAtApi(second.accessToken)).toMatchObject({ kind: 'unauthorized' });
  });

  it('end by their time, by expiry from outside, by our revocation and by the person', async () => {
    const { sim, auth, clock, signIn, readName, kindAtApi } = await start();
    sim.oauth.setAccessLifetime(1_800);
    const timed = await signIn();
    expect(timed.expiresInSeconds).toBe(1_800);
    clock.moveOn(0.49);
    expect(await readName(timed.accessToken)).toBe('ann');
    clock.moveOn(0.02);
    expect(await kindAtApi(timed.accessToken)).toMatchObject({ kind: 'unauthorized' });

    const expired = await signIn();
    sim.oauth.expireAccessTokens('bob');
    expect(await readName(expired.accessToken)).toBe('ann');
    sim.oauth.expireAccessTokens();
    expect(await kindAtApi(expired.accessToken)).toMatchObject({ kind: 'unauthorized' });
    const { refreshToken = '' } = expired;
    const renewed = await auth.refresh({ refreshToken, redirectUri });

    await auth.revoke({ accessToken: renewed.accessToken });
    await auth.revoke({ accessToken: renewed.accessToken });
    expect(await kindAtApi(renewed.accessToken)).toMatchObject({ kind: 'unauthorized' });

    const { accessToken, refreshToken: left } = sim.oauth.grant('ann', app.client_id);
    expect(await readName(accessToken)).toBe('ann');
    sim.oauth.revokeGrants('ann');
    expect(await kindAtApi(accessToken)).toMatchObject({ kind: 'unauthorized' });
    const error = await upstreamErrorOf(auth.refresh({ refreshToken: left, redirectUri }));
    expect(error.kind).toBe('invalid-grant');
  });

  it('are carried out although the answer is lost: the old one is spent', async () => {
    const { sim, signIn } = await start();
    const auth = traktAuthAt(sim.url, { http: { timeoutMs: 200 } });
    const refresh = { refreshToken: (await signIn()).refreshToken ?? '', redirectUri };
    sim.faults.add({
      match: { path: '/oauth/token' },
      times: 1,
      fault: { kind: 'time-out', afterApplying: true },
    });
    expect((await upstreamErrorOf(auth.refresh(refresh))).outcome).toBe('unclear');
    expect((await upstreamErrorOf(auth.refresh(refresh))).kind).toBe('invalid-grant');
    expect(sim.oauth.refreshes()).toEqual({ done: 1, refused: 1 });
  });

  it('outlast a new name: the id stays', async () => {
    const { sim, api, signIn } = await start();
    const { accessToken } = await signIn({ account: 'bob' });
    const before = await api.readSettings({ accessToken, limitKey: 'user' });
    sim.renameUser('bob', 'robert');
    const after = await api.readSettings({ accessToken, limitKey: 'user' });
    expect(after).toEqual({ ...before, username: 'robert', slug: 'robert' });
  });

  it.each([
    ['invalid-client', 400],
    ['forbidden', 403],
  ] as const)('are kept while the app has lapsed (%s)', async (how, status) => {
    const { sim, auth, signIn, readName, kindAtApi } = await start();
    const grant = await signIn();
    sim.oauth.lapseApp(app.client_id, how);
    const refresh = { refreshToken: grant.refreshToken ?? '', redirectUri };
    const errors = [
      await upstreamErrorOf(auth.refresh(refresh)),
      await upstreamErrorOf(auth.revoke({ accessToken: grant.accessToken })),
      await upstreamErrorOf(auth.requestDeviceCode()),
      await upstreamErrorOf(auth.pollDeviceToken({ deviceCode: 'any' })),
    ];
    for (const { facts } of errors)
      expect(facts).toMatchObject({ kind: 'app-blocked', status, unclear: false });
    expect(await kindAtApi(grant.accessToken)).toMatchObject({ kind: 'app-blocked' });
    sim.oauth.restoreApp(app.client_id);
    expect(await readName(grant.accessToken)).toBe('ann');
    await auth.refresh(refresh);
  });
});

describe('the device flow of the simulated Trakt', () => {
  it('waits, slows down, grants once', async () => {
    const { auth, clock, readName } = await start();
    const device = await auth.requestDeviceCode();
    expect(device).toMatchObject({ expiresInSeconds: 600, intervalSeconds: 5 });
    const poll = async () => {
      const { status } = await auth.pollDeviceToken(device);
      clock.moveOn(5.001 / 3600);
      return status;
    };
    expect(await poll()).toBe('pending');
    expect(await poll()).toBe('pending');
    expect((await auth.pollDeviceToken(device)).status).toBe('pending');
    expect(await auth.pollDeviceToken(device)).toEqual({ status: 'slow-down' });
    clock.moveOn(0.01);
    expect(await decideForDevice(device, { account: 'bob' })).toBe(200);
    const granted = await auth.pollDeviceToken(device);
    expect(granted.status === 'granted' && (await readName(granted.grant.accessToken))).toBe('bob');
    clock.moveOn(0.01);
    expect(await poll()).toBe('already-used');
    expect(await decideForDevice(device)).toBe(409);
  });

  it('tells a denial, an expired and an unknown code', async () => {
    const { auth, clock } = await start();
    const denied = await auth.requestDeviceCode();
    expect(await decideForDevice(denied, { decision: 'deny' })).toBe(200);
    expect(await auth.pollDeviceToken(denied)).toEqual({ status: 'denied' });
    const late = await auth.requestDeviceCode();
    clock.moveOn(1);
    expect(await auth.pollDeviceToken(late)).toEqual({ status: 'expired' });
    expect(await decideForDevice(late)).toBe(410);
    expect(await auth.pollDeviceToken({ deviceCode: 'no' })).toEqual({ status: 'unknown-code' });
    expect(await decideForDevice({ ...late, userCode: 'NO' })).toBe(404);
  });
});
