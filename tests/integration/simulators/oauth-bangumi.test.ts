import { afterEach, describe, expect, it } from '@jest/globals';
import { startBangumiSimulator, type BangumiSimulator } from '../../../src/simulators/index.js';
import { movableClock } from '../../support/movable-clock.js';
import { decideAt, queryOf, type Decision } from '../../support/oauth-browser.js';
import { app, bangumiAuthAt, redirectUri, signInWorld } from '../../support/oauth-world.js';
import { bangumiAt, upstreamErrorOf } from '../../support/upstream-clients.js';

let bangumi: BangumiSimulator | undefined;

afterEach(async () => {
  await bangumi?.stop();
});

async function start(options: Partial<Parameters<typeof startBangumiSimulator>[0]> = {}) {
  const clock = movableClock();
  const sim = await startBangumiSimulator({
    scenario: signInWorld,
    prefix: '/bgm',
    clock,
    ...options,
  });
  bangumi = sim;
  const auth = bangumiAuthAt(sim.url);
  const api = bangumiAt(sim.url);
  const approve = async (decision: Decision = {}): Promise<string> =>
    queryOf(await decideAt(auth.authorizeUrl({ state: 's', redirectUri }), decision))['code'] ?? '';
  const signIn = async (decision: Decision = {}) =>
    auth.exchangeCode({ code: await approve(decision), redirectUri });
  const readMe = (accessToken: string) => api.readMe({ accessToken, limitKey: 'user' });
  return { sim, auth, clock, approve, signIn, readMe };
}

describe.each([
  ['legacy', false],
  ['fastify', true],
] as const)('signing in at the simulated Bangumi (%s)', (failures, numbersAsText) => {
  const oauth = { failures, numbersAsText };

  it('tells who signed in, and what a token is worth', async () => {
    const { auth, signIn, readMe } = await start({ oauth });
    const grant = await signIn({ account: 'bob' });
    expect(grant).toMatchObject({ expiresInSeconds: 604_800, userId: 22, scope: undefined });
    expect(await readMe(grant.accessToken)).toMatchObject({ id: 22, username: 'bob' });
    const { accessToken } = grant;
    const status = await auth.tokenStatus({ accessToken });
    expect(status).toMatchObject({ clientId: app.client_id, userId: 22 });
    const expected = grant.issuedAt.getTime() + 604_800_000;
    expect(Math.abs(status.expiresAt.getTime() - expected)).toBeLessThan(60_000);
    expect(await auth.tokenStatus({ accessToken: 'ann-fixed' })).toMatchObject({ userId: 21 });
  });

  it('takes a code once and within 60 seconds, and passes a denial on', async () => {
    const { auth, approve, clock } = await start({ oauth });
    const denial = await decideAt(auth.authorizeUrl({ state: 'mine', redirectUri }), {
      decision: 'deny',
    });
    expect(queryOf(denial)).toEqual({ error: 'access_denied', state: 'mine' });
    const late = await approve();
    const code = await approve();
    await auth.exchangeCode({ code, redirectUri });
    clock.moveOn(61 / 3600);
    for (const spent of [code, late]) {
      const error = await upstreamErrorOf(auth.exchangeCode({ code: spent, redirectUri }));
      expect(error).toMatchObject({ kind: 'invalid-grant', outcome: 'refused' });
    }
    const elsewhere = { code: await approve(), redirectUri: 'https://evil.example/' };
    expect((await upstreamErrorOf(auth.exchangeCode(elsewhere))).kind).toBe('invalid-grant');
  });

  it('rotates both tokens, ends them, and keeps them while the app has lapsed', async () => {
    const { sim, auth, signIn, readMe } = await start({ oauth });
    const first = await signIn();
    const refresh = { refreshToken: first.refreshToken ?? '', redirectUri };
    sim.oauth.lapseApp(app.client_id);
    expect((await upstreamErrorOf(auth.refresh(refresh))).kind).toBe('app-blocked');
    expect(await readMe(first.accessToken)).toMatchObject({ id: 21 });
    sim.oauth.restoreApp(app.client_id);
    const wrongPlace = auth.refresh({ ...refresh, redirectUri: 'https://evil.example/' });
    expect((await upstreamErrorOf(wrongPlace)).kind).toBe('rejected');
    const second = await auth.refresh(refresh);
    expect((await upstreamErrorOf(auth.refresh(refresh))).kind).toBe('invalid-grant');
    const { accessToken } = first;
    expect((await upstreamErrorOf(auth.tokenStatus({ accessToken }))).kind).toBe('unauthorized');
    expect((await upstreamErrorOf(readMe(accessToken))).kind).toBe('unauthorized');
    sim.renameUser('ann', 'anna');
    expect(await readMe(second.accessToken)).toMatchObject({ id: 21, username: 'anna' });
    sim.oauth.revokeGrants('anna');
    expect((await upstreamErrorOf(readMe(second.accessToken))).kind).toBe('unauthorized');
    expect(sim.oauth.refreshes()).toEqual({ done: 1, refused: 3 });
  });

  it('refuses a wrong secret', async () => {
    const { sim, approve } = await start({ oauth });
    const auth = bangumiAuthAt(sim.url, { clientSecret: 'wrong' });
    const error = await upstreamErrorOf(auth.exchangeCode({ code: await approve(), redirectUri }));
    expect(error.kind).toBe('app-blocked');
  });
});

describe('the simulated Bangumi', () => {
  it('takes JSON as well as forms, and the registered address where none is named', async () => {
    const { sim, auth } = await start();
    const url = new URL(auth.authorizeUrl({ state: 's', redirectUri }));
    url.searchParams.delete('redirect_uri');
    const { code } = queryOf(await decideAt(url.href));
    const body = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...app };
    const answer = await fetch(`${sim.url}/oauth/access_token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(await answer.json()).toMatchObject({ token_type: 'Bearer', user_id: 21, scope: null });
    expect(sim.counts()['POST /oauth/access_token']).toBe(1);
  });
});
