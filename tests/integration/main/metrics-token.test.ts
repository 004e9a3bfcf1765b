import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { allowConnections } from '../../support/allow-connections.js';
import { anAccount, aWorld } from '../../support/scenario-builders.js';
import { withWatchflow } from '../../support/with-watchflow.js';

const token = 'k3Jx9vQ2mZ7pRt5wYb8nLc4d';

describe('the token for metrics', () => {
  const world = withWatchflow({
    scenario: () => aWorld([], [anAccount(1)]).scenario,
    env: { METRICS_TOKEN: token },
  });
  let address = '';
  beforeAll(async () => {
    address = await serveApi(world().watchflow);
  });

  const ask = (sent: string, path = '/api/v1/system/metrics') =>
    axios.get<string>(`${address}${path}`, {
      headers: { authorization: `Bearer ${sent}` },
      responseType: 'text',
      validateStatus: () => true,
      proxy: false,
    });

  it('opens nothing else, and no other opens them', async () => {
    expect((await ask(token, '/api/v1/system/health')).status).toBe(401);
    expect((await ask(token, '/api/v1/me')).status).toBe(401);
    expect((await ask(`${token}x`)).status).toBe(401);
    expect((await ask('')).status).toBe(401);
  });

  it('is hidden in the log and in the configuration shown', () => {
    expect(JSON.stringify(world().lines)).not.toContain(token);
  });

  describe('while the database is away', () => {
    beforeAll(() => allowConnections(world().env['DATABASE_URL'] ?? '', false));
    afterAll(() => allowConnections(world().env['DATABASE_URL'] ?? '', true));

    it('is told so, where a key is answered 503', async () => {
      const { status, headers, data } = await ask(token);
      expect(status).toBe(200);
      expect(headers['content-type']).toContain('text/plain');
      const lines = data.split('\n');
      expect(lines).toContain('watchflow_database_up 0');
      expect(lines.some((line) => line.startsWith('process_resident_memory_bytes '))).toBe(true);
      expect(lines.filter((line) => line.startsWith('watchflow_plays{'))).toEqual([]);
      const byKey = await ask(world().apiKey);
      expect(byKey.status).toBe(503);
      expect(byKey.headers['retry-after']).toBe('5');
    });
  });
});
