import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { healthSchema } from '../../../src/api/contract/health.js';
import { plantedSecret } from './fake-ports.js';
import { startApi } from './with-api.js';

let running: Awaited<ReturnType<typeof startApi>>;
beforeEach(async () => {
  running = await startApi();
});
afterEach(async () => running.api.stop());

describe('health', () => {
  it('is 200 with version and dependencies when all is well', async () => {
    const answer = await running.http.get<unknown>('/health');
    expect(answer.status).toBe(200);
    expect(healthSchema.parse(answer.data)).toEqual({
      status: 'ok',
      version: '1.2.3',
      dependencies: {
        database: { ok: true, ms: 1 },
        temporal: { ok: true, ms: 2 },
        files: { ok: true, ms: 1 },
        cache: { ok: true, ms: 0 },
      },
    });
  });

  it('is 503 when something is down, with the reason in the log alone; live stays 200', async () => {
    running.state.healthy = false;
    for (const path of ['/health', '/health/ready']) {
      const answer = await running.http.get<unknown>(path);
      expect(answer.status).toBe(503);
      expect(healthSchema.parse(answer.data)).toMatchObject({ status: 'down' });
      expect(JSON.stringify(answer.data)).not.toContain('hunter2');
    }
    expect((await running.http.get('/health/live')).status).toBe(200);
    expect(running.lines.some(({ fields }) => fields['reason'] === plantedSecret)).toBe(true);
  });
});

describe('the documentation', () => {
  it('serves the OpenAPI document of these routes', async () => {
    const answer = await running.http.get<unknown>('/openapi.json');
    expect(answer.data).toMatchObject({
      openapi: '3.1.1',
      info: { version: '1.2.3' },
      paths: { '/api/trakt/config': { get: expect.anything(), put: expect.anything() } },
    });
  });

  it('loads everything /docs needs from here, under a strict policy', async () => {
    const page = await running.http.get<string>('/docs');
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.data).not.toMatch(/https?:/);
    const addresses = [...page.data.matchAll(/(?:src|href)="([^"]+)"/g)].map(
      ([, address]) => address ?? '',
    );
    expect(addresses).toHaveLength(4);
    for (const address of addresses) {
      const part = await running.http.get(`/${address}`);
      expect([address, part.status]).toEqual([address, 200]);
    }
  });

  it('answers 404 for any other file', async () => {
    for (const name of ['package.json', '..%2Fpackage.json', 'constructor']) {
      expect((await running.http.get(`/docs/${name}`)).status).toBe(404);
    }
  });

  it('explains every problem', async () => {
    const page = await running.http.get<string>('/docs/problems');
    expect(page.data).toContain('<dt id="rate-limited">');
  });
});
