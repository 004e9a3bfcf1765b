import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Koa from 'koa';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { ApiState } from '../../../src/api/middleware/api-state.js';
import { callerAddress } from '../../../src/api/middleware/caller-address.js';

const servers: Server[] = [];

/** Tells where a request with these proxies behind it comes from. */
async function serve(trusted: readonly string[]) {
  const app = new Koa<ApiState>();
  app.use(callerAddress(trusted)).use((ctx) => {
    ctx.body = ctx.state.address;
  });
  const handle = app.callback();
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return async (forwarded: string) => {
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      headers: { 'x-forwarded-for': forwarded },
    });
    return response.text();
  };
}

describe('where a request comes from', () => {
  let alone: (forwarded: string) => Promise<string>;
  let behind: (forwarded: string) => Promise<string>;
  beforeAll(async () => {
    alone = await serve([]);
    behind = await serve(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
  });
  afterAll(() => {
    for (const server of servers) server.close();
  });

  it('is the other end of the connection, whatever it says, when no proxy is trusted', async () => {
    expect(await alone('203.0.113.9')).toBe('127.0.0.1');
  });

  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['203.0.113.9, 10.1.2.3', '203.0.113.9'],
    ['1.1.1.1, 203.0.113.9, 10.1.2.3', '203.0.113.9'],
    ['2001:db8::1, fd00::5', '2001:db8::1'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['nonsense', '127.0.0.1'],
    ['nonsense, 10.1.2.3', '10.1.2.3'],
    ['', '127.0.0.1'],
  ])('is the nearest stranger a trusted proxy names (%s)', async (forwarded, expected) => {
    expect(await behind(forwarded)).toBe(expected);
  });
});
