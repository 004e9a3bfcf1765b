import { beforeAll, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { anAnime } from '../../support/scenario-builders.js';
import { aSession, aTask } from '../../support/translation/builders.js';
import { withPeople } from '../../support/with-people.js';

describe('the metrics', () => {
  const world = withPeople({ titles: [anAnime(1)] });
  let address = '';
  beforeAll(async () => {
    address = await serveApi(world().watchflow);
  });

  const caller = async (role: 'admin' | 'member', scopes: readonly string[]) => {
    const { accounts } = world().watchflow;
    const password = 'correct horse battery';
    const name = `${role} with ${scopes.join(' and ')}`;
    const { id } = await accounts.people.create({ name, password, role, locale: 'en' });
    const { key } = await accounts.keys.create(id, { name: 'theirs', scopes: [...scopes] });
    return (method: string, path: string, data?: unknown) =>
      axios.request<unknown>({
        method,
        url: `${address}/api/v1${path}`,
        headers: { authorization: `Bearer ${key}` },
        ...(data === undefined ? {} : { data }),
        validateStatus: () => true,
        proxy: false,
      });
  };

  it('tell of requests, and of records: what waits, what was written together, what became of each', async () => {
    const admin = await caller('admin', ['admin:metrics']);
    const service = await caller('member', ['translation:write']);
    await service('post', '/translation/sessions/batch', { items: [aSession()] });
    const items = [aTask(), aTask({ id: 't2' }), aTask({ id: 't3', session_id: 'none' }), {}];
    await service('post', '/translation/tasks/batch', { items });
    await service('get', '/translation/tasks/nothing');
    await service('get', '/no/such/route');
    const { status, data, headers } = await admin('get', '/system/metrics');
    expect([status, headers['content-type']]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    const lines = String(data).split('\n');
    const requests = 'watchflow_http_request_duration_seconds_count';
    expect(lines).toEqual(
      expect.arrayContaining([
        `${requests}{method="POST",route="/api/v1/translation/tasks/batch",status="200"} 1`,
        `${requests}{method="GET",route="/api/v1/translation/tasks/{id}",status="403"} 1`,
        `${requests}{method="GET",route="none",status="404"} 1`,
        'watchflow_records_flush_rows_sum{kind="sessions"} 1',
        'watchflow_records_flush_rows_sum{kind="tasks"} 3',
        'watchflow_records_flush_duration_seconds_count{kind="tasks",outcome="written"} 1',
        'watchflow_records_verdicts_total{kind="tasks",verdict="inserted"} 2',
        'watchflow_records_verdicts_total{kind="tasks",verdict="invalid"} 2',
        'watchflow_records_buffer_rows{kind="tasks",state="waiting"} 0',
        'watchflow_records_buffer_rows{kind="tasks",state="writing"} 0',
      ]),
    );
  });

  it('are for administrators', async () => {
    const member = await caller('member', ['*']);
    expect((await member('get', '/system/metrics')).status).toBe(403);
  });
});
