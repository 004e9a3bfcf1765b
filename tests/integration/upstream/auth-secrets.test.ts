import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { collectLog } from '../../support/collect-log.js';
import { bangumiAuthAt, redirectUri, traktAuthAt } from '../../support/oauth-world.js';
import {
  answer,
  json,
  startRawServer,
  type RawServer,
  type Reply,
  type SeenRequest,
} from '../../support/raw-server.js';
import { upstreamErrorOf } from '../../support/upstream-clients.js';

let server: RawServer | undefined;

afterEach(async () => {
  await server?.close();
});

/** Each with a sign that is written otherwise in a form. */
const planted = {
  clientId: 'planted-client/77c1',
  clientSecret: 'planted-secret/5ab0',
  code: 'planted-code/0b1d',
  verifier: 'planted-verifier/9e42',
  refreshToken: 'planted-refresh/6c3f',
  accessToken: 'planted-access/2d8a',
  deviceCode: 'planted-device/1f70',
};

/** What a server could repeat: everything it was sent, both as it is and as it was written. */
const echoOf = ({ body }: SeenRequest): string =>
  `${Object.values(planted)
    .filter((secret) => body.includes(secret) || body.includes(encodeURIComponent(secret)))
    .join(' ')} ${body}`;

const shown = (thing: unknown): string =>
  inspect(thing, { depth: 20, showHidden: true, getters: true }) + JSON.stringify(thing);

describe('secrets of a sign-in', () => {
  it.each<readonly [string, (echo: string) => Reply]>([
    ['a refusal', (echo) => json({ error: 'invalid_grant', error_description: echo }, {}, 400)],
    ['a refusal with them as code', (echo) => json({ error: echo }, {}, 400)],
    ['the other shape', (echo) => json({ code: 'INVALID_CLIENT_ID', message: echo }, {}, 400)],
    ['bare words', (echo) => answer(403, echo)],
    ['a page', (echo) => answer(500, `<html>${echo}</html>`)],
    ['an unexpected answer', (echo) => json({ access_token: [echo], device_code: echo })],
    ['torn JSON', (echo) => answer(200, `{"access_token":"${echo}`)],
    ['a redirect', (echo) => answer(302, '', { location: `/?a=${encodeURIComponent(echo)}` })],
    ['a wait', (echo) => json({ error: echo }, { 'retry-after': '1' }, 429)],
    ['a time-out', () => ({ kind: 'hang' })],
    ['a broken connection', () => ({ kind: 'reset' })],
  ])('show in no error and no log line: %s', async (_name, reply) => {
    server = await startRawServer((request) => reply(echoOf(request)));
    const { log, lines } = collectLog();
    const { clientId, clientSecret, code, verifier, refreshToken, accessToken } = planted;
    const rest = { log, clientId, clientSecret, http: { timeoutMs: 100 } };
    const trakt = traktAuthAt(server.url, rest);
    const bangumi = bangumiAuthAt(server.url, rest);
    const calls = [
      () => trakt.exchangeCode({ code, redirectUri, codeVerifier: verifier }),
      () => trakt.refresh({ refreshToken, redirectUri }),
      () => trakt.requestDeviceCode(),
      () => trakt.pollDeviceToken({ deviceCode: planted.deviceCode }).then(refuseToWait),
      () => bangumi.exchangeCode({ code, redirectUri }),
      () => bangumi.refresh({ refreshToken, redirectUri }),
      () => bangumi.tokenStatus({ accessToken }),
    ];
    const errors: Error[] = [];
    for (const call of calls) errors.push(await upstreamErrorOrWait(call()));
    await trakt.revoke({ accessToken }).catch((error: unknown) => errors.push(error as Error));
    expect(lines.length).toBeGreaterThan(0);
    const text =
      shown(errors) + shown(errors.map(({ cause, stack }) => [cause, stack])) + shown(lines);
    for (const secret of Object.values(planted)) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(encodeURIComponent(secret));
    }
  });
});

/** A poll that is told to slow down is answered, not refused. */
const refuseToWait = (poll: unknown): never => {
  throw new Error(`answered: ${inspect(poll)}`);
};

async function upstreamErrorOrWait(call: Promise<unknown>): Promise<Error> {
  try {
    return await upstreamErrorOf(call);
  } catch (thrown) {
    if (thrown instanceof Error && thrown.message.startsWith('answered: ')) return thrown;
    throw thrown;
  }
}
