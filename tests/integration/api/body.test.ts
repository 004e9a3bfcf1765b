import { once } from 'node:events';
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problemSchema } from '../../../src/api/contract/problem.js';
import { keys } from './fake-ports.js';
import { startApi } from './with-api.js';

let running: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  running = await startApi();
});
afterAll(async () => running.api.stop());

const config = '/api/trakt/config';

describe('the body of a request', () => {
  it('says where a body stops being JSON', async () => {
    const answer = await running.call('put', config, {
      data: '{"cron": nope}',
      headers: { 'content-type': 'application/json' },
      transformRequest: (data: unknown) => data,
    });
    expect(answer.status).toBe(400);
    expect(answer.data).toMatchObject({
      code: 'malformed-json',
      errors: [{ in: 'body', pointer: '', message: expect.stringContaining('position 10') }],
    });
  });

  it.each([
    ['text/plain', '{}'],
    ['application/x-www-form-urlencoded', 'enabled=true'],
    ['application/json; charset=utf-16', '{}'],
  ])('takes JSON only, not %s', async (type, data) => {
    const answer = await running.call('put', config, { data, headers: { 'content-type': type } });
    expect(answer.status).toBe(415);
    expect(answer.data).toMatchObject({ code: 'unsupported-media-type' });
  });

  it.each(['"text"', '5', 'null', '[]', 'true'])(
    'refuses the JSON %s, which is no object',
    async (data) => {
      const answer = await running.call('put', config, {
        data,
        headers: { 'content-type': 'application/json' },
        transformRequest: (given: unknown) => given,
      });
      expect(answer.status).toBe(400);
      expect(answer.data).toMatchObject({ code: 'invalid-input' });
    },
  );

  it.each([
    ['lists', '['.repeat(90_000) + ']'.repeat(90_000)],
    ['objects', '{"a":'.repeat(90_000) + '1' + '}'.repeat(90_000)],
  ])(
    'refuses thousands of %s in each other, also under an Idempotency-Key',
    async (_what, data) => {
      const answer = await running.call('post', '/api/v1/api-keys', {
        data,
        headers: { 'content-type': 'application/json', 'idempotency-key': 'deep' },
        transformRequest: (given: unknown) => given,
      });
      expect([answer.status, answer.data]).toEqual([
        400,
        expect.objectContaining({
          code: 'invalid-input',
          errors: [{ in: 'body', pointer: '', message: expect.stringContaining('32 levels') }],
        }),
      ]);
    },
  );

  it('refuses __proto__ and what only looks like gzip', async () => {
    const raw = { transformRequest: (given: unknown) => given };
    const type = { 'content-type': 'application/json' };
    const poisoned = await running.call('put', config, {
      ...raw,
      data: '{"__proto__":{"a":1}}',
      headers: type,
    });
    expect([poisoned.status, poisoned.data]).toEqual([
      400,
      expect.objectContaining({ code: 'malformed-json' }),
    ]);
    const torn = await running.call('put', config, {
      ...raw,
      data: '{}',
      headers: { ...type, 'content-encoding': 'gzip' },
    });
    expect([torn.status, torn.data]).toEqual([
      400,
      expect.objectContaining({ code: 'malformed-json' }),
    ]);
    const unknown = await running.call('put', config, {
      ...raw,
      data: '{}',
      headers: { ...type, 'content-encoding': 'rot13' },
    });
    expect(unknown.status).toBe(415);
  });

  const large = JSON.stringify({ cron: 'x'.repeat(1_200_000) });
  const sized = { 'content-type': 'application/json' };
  it.each([
    ['announced', large, { ...sized, 'content-length': String(large.length) }],
    ['streamed', new Blob([large]).stream(), sized],
    ['packed', gzipSync(large), { ...sized, 'content-encoding': 'gzip' }],
  ])('refuses a body over 1 MB, %s', async (_how, body, headers) => {
    const answer = await fetch(new URL(config, running.api.url), {
      method: 'PUT',
      headers: { ...headers, authorization: `Bearer ${keys.all}` },
      body,
      duplex: 'half',
    });
    expect(answer.status).toBe(413);
    expect(problemSchema.parse(await answer.json()).code).toBe('body-too-large');
  });

  it('lets the rest of a refused body flow off, so that the connection can be used again', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const send = async (method: string, body: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const headers = { authorization: `Bearer ${keys.all}`, 'content-type': 'application/json' };
        const request = httpRequest(new URL(config, running.api.url), { agent, method, headers });
        const answered = once(request, 'response');
        // Like many clients, it reads the answer only when all is sent.
        request.once('error', reject).once('finish', () => {
          answered.then(([response]: IncomingMessage[]) => {
            response?.resume().once('end', () => {
              resolve(response.statusCode);
            });
          }, reject);
        });
        request.flushHeaders();
        request.end(body);
      });
    expect(await send('PUT', 'x'.repeat(8_000_000))).toBe(413);
    expect(await send('GET', '')).toBe(200);
    agent.destroy();
  }, 10_000);
});
