import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problemSchema } from '../../../src/api/contract/problem.js';
import { allRoutes } from '../../../src/api/routes/all-routes.js';
import { keys, plantedSecret } from './fake-ports.js';
import { startApi } from './with-api.js';

type Running = Awaited<ReturnType<typeof startApi>>;
let running: Running;
beforeAll(async () => {
  running = await startApi({ trustedProxies: ['127.0.0.1'] });
});
afterAll(async () => running.api.stop());

const config = '/api/trakt/config';
const named = allRoutes.map(
  (route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const,
);
const closed = named.filter(([, route]) => route.access !== 'public');
const open = named.filter(
  ([, route]) =>
    route.access === 'public' &&
    route.method === 'get' &&
    !/\{|callback$|files\/content$/.test(route.path),
);

/** A request whose Host differs from the address it goes to. */
const statusFor = async (host: string, path = '/health/live'): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    httpRequest(new URL(path, running.api.url), { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once('error', reject)
      .end();
  });

/** From an address of its own each time: one alone may not ask so often. */
let addresses = 0;
const fromElsewhere = () => ({
  'x-forwarded-for': `10.0.${(addresses += 1) >> 8}.${addresses & 255}`,
});

describe.each(closed)('%s', (_name, route) => {
  it.each([
    ['no key', {}, { status: 401, code: 'authentication-required' }],
    [
      'another kind of credentials',
      { authorization: 'Basic YTpi' },
      { status: 401, code: 'authentication-required' },
    ],
    ['a wrong key', { authorization: 'Bearer wf_wrong' }, { status: 401, code: 'invalid-key' }],
    [
      'a wrong key in its own header',
      { 'x-api-key': 'wf_wrong' },
      { status: 401, code: 'invalid-key' },
    ],
    [
      'a key without the scope',
      { authorization: `Bearer ${keys.none}` },
      { status: 403, code: 'missing-scope' },
    ],
  ])('refuses %s', async (_what, headers, expected) => {
    const answer = await running.http.request<unknown>({
      method: route.method,
      url: route.path,
      headers: { ...headers, ...fromElsewhere() },
    });
    expect(answer.status).toBe(expected.status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
    expect(problemSchema.parse(answer.data)).toMatchObject(expected);
  });
});

describe.each(open)('%s', (_name, route) => {
  it('answers without a key', async () => {
    const answer = await running.http.request({ method: route.method, url: route.path });
    expect(answer.status).toBe(200);
  });
});

describe('the door', () => {
  it('takes the key in X-API-Key too', async () => {
    const answer = await running.http.get(config, { headers: { 'x-api-key': keys.all } });
    expect(answer.status).toBe(200);
  });

  it('answers an unknown path 404 and a known path 405 with Allow', async () => {
    const unknown = await running.call('get', '/api/nothing');
    expect([unknown.status, unknown.data]).toEqual([
      404,
      expect.objectContaining({ code: 'route-not-found' }),
    ]);
    const wrong = await running.call('delete', config);
    expect(wrong.status).toBe(405);
    expect(wrong.headers['allow']).toBe('HEAD, GET, PUT');
    expect(wrong.data).toMatchObject({ code: 'method-not-allowed' });
  });

  it('keeps a sane request id, replaces any other, and logs each request once', async () => {
    const sane = await running.call('get', config, { headers: { 'x-request-id': 'abc-1' } });
    expect(sane.headers['x-request-id']).toBe('abc-1');
    const odd = await running.call('get', config, { headers: { 'x-request-id': 'a b"' } });
    expect(odd.headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
    const lines = running.lines.filter(({ fields }) => fields['requestId'] === 'abc-1');
    expect(lines).toEqual([
      {
        level: 'info',
        event: 'request',
        fields: {
          requestId: 'abc-1',
          method: 'GET',
          route: config,
          status: 200,
          ms: expect.any(Number),
          actor: 'ann',
          key: 'id-wf_all',
        },
      },
    ]);
  });

  it('sends security headers and opens nothing to other origins', async () => {
    const answer = await running.call('get', config, {
      headers: { origin: 'https://evil.example' },
    });
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual(
      [],
    );
    const preflight = await running.http.options(config, {
      headers: { origin: 'https://evil.example' },
    });
    expect(preflight.status).toBe(405);
  });

  it('answers on loopback only to names of its own', async () => {
    const statuses = await Promise.all(
      ['localhost:1', '127.0.0.1', 'watch.example', 'evil.example', '127.0.0.1.evil.example'].map(
        async (host) => statusFor(host),
      ),
    );
    expect(statuses).toEqual([200, 200, 200, 421, 421]);
  });

  it('hides what went wrong inside and logs it under the request id', async () => {
    running.state.latest = async () => Promise.reject(new Error(plantedSecret));
    const answer = await running.call('get', '/api/trakt/sync/status', {
      headers: { 'x-request-id': 'boom-1' },
    });
    running.state.latest = async () => Promise.resolve();
    expect(answer.status).toBe(500);
    expect(answer.data).toMatchObject({ code: 'internal-error', request_id: 'boom-1' });
    expect(JSON.stringify(answer.data)).not.toContain('hunter2');
    const line = running.lines.find(({ fields }) => fields['requestId'] === 'boom-1');
    expect(line).toMatchObject({ level: 'error', fields: { status: 500, err: expect.any(Error) } });
  });

  it.each([
    ['P1001', 'database-unavailable'],
    [14, 'temporal-unavailable'],
  ])('answers 503 when what is below cannot be reached (%s)', async (code, problem) => {
    running.state.latest = async () =>
      Promise.reject(Object.assign(new Error(plantedSecret), { code }));
    const answer = await running.call('get', '/api/trakt/sync/status');
    running.state.latest = async () => Promise.resolve();
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.data).toMatchObject({ code: problem });
    expect(JSON.stringify(answer.data)).not.toContain('hunter2');
  });

  it('answers what is not HTTP with a problem too, and lives on', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(running.api.url);
      void import('node:net').then(({ connect }) => {
        const socket = connect(Number(port), hostname, () => socket.write('NONSENSE\r\n\r\n'));
        let text = '';
        socket.on('data', (part: Buffer) => (text += part.toString()));
        socket.once('end', () => {
          resolve(text);
        });
        socket.once('error', reject);
      }, reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"malformed-request"');
    expect(await statusFor('localhost')).toBe(200);
  });

  it.each(['/api/%', '/docs/%E0%A4%A', '//', '/api/trakt/config%00'])(
    'survives the address %s',
    async (path) => {
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const { hostname, port } = new URL(running.api.url);
        httpRequest({ hostname, port, path }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .once('error', reject)
          .end();
      });
      expect([400, 404]).toContain(status);
    },
  );
});

describe('the rate limit', () => {
  it('counts each key, and guesses by address, and says how long to wait', async () => {
    const limited = await startApi({ requestsPerMinute: 3 });
    const statuses: number[] = [];
    for (let count = 0; count < 4; count++)
      statuses.push((await limited.call('get', config)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const refused = await limited.call('get', config);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.data).toMatchObject({ code: 'rate-limited' });
    const guesses: number[] = [];
    for (let count = 0; count < 4; count++) {
      guesses.push(
        (await limited.http.get(config, { headers: { 'x-api-key': `wf_${count}` } })).status,
      );
    }
    expect(guesses).toEqual([401, 401, 401, 429]);
    expect((await limited.http.get('/health')).status).toBe(200);
    await limited.api.stop();
  });
});
