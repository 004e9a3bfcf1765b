import { beforeAll, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { eventually } from '../../support/eventually.js';
import { anAnime } from '../../support/scenario-builders.js';
import { withPeople } from '../../support/with-people.js';

const world = withPeople({ titles: [anAnime(1)] });

let address = '';
beforeAll(async () => {
  address = await serveApi(world().watchflow);
});

async function get(path: string, key = world().apiKey) {
  const { status, data } = await axios.get<Record<string, never>>(`${address}${path}`, {
    headers: { authorization: `Bearer ${key}` },
    validateStatus: () => true,
    proxy: false,
  });
  return { status, data: data as unknown };
}

const told = async () => {
  const { watchflow, userId } = world();
  const rows = await watchflow.db.notification.findMany({
    where: { userId, event: 'health.changed' },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ data }) => data);
};

const traktIsAway = () => {
  world().trakt.faults.add({ fault: { kind: 'status', status: 503 } });
};

describe('the job health-check', () => {
  it('runs as a job, and finds all well', async () => {
    const { watchflow } = world();
    await watchflow.jobs.request('health-check');
    const run = await eventually(async () => {
      const [newest] = (await watchflow.jobLog.page('health-check', { limit: 1 })).items;
      return newest?.status === 'RUNNING' ? undefined : newest;
    }, 'the end of health-check');
    expect(run.error).toBeNull();
    const { data } = await get('/api/v1/system/health');
    expect(data).toMatchObject({ next_cursor: null });
    const { components } = data as { components: { component: string; settled: string }[] };
    expect(components.map(({ component, settled }) => [component, settled])).toEqual(
      ['database', 'temporal', 'trakt', 'bangumi', 'files', 'cache', 'disk'].map((name) => [
        name,
        'ok',
      ]),
    );
  });

  it('takes a service that is away seriously at the second look, and tells once of it and once of its return', async () => {
    const { healthWatch } = world().watchflow;
    traktIsAway();
    expect(await healthWatch.run()).toMatchObject({ down: 1, changed: 0 });
    expect(await told()).toEqual([]);
    expect(await healthWatch.run()).toMatchObject({ changed: 1 });
    expect(await healthWatch.run()).toMatchObject({ changed: 0 });
    expect(await told()).toMatchObject([{ changes: 'trakt: ok → down (unreachable)' }]);
    world().trakt.faults.clear();
    await healthWatch.run();
    expect(await healthWatch.run()).toMatchObject({ down: 0, changed: 1 });
    expect(await told()).toMatchObject([{}, { changes: 'trakt: down → ok' }]);
  });

  it('keeps what it found, in pages and by part', async () => {
    const first = await get('/api/v1/system/health?component=trakt&limit=4');
    const { items, next_cursor: cursor } = first.data as {
      items: { state: string; settled: string }[];
      next_cursor: string;
    };
    expect(items.map(({ state, settled }) => [state, settled])).toEqual([
      ['ok', 'ok'],
      ['ok', 'down'],
      ['down', 'down'],
      ['down', 'down'],
    ]);
    const rest = await get(`/api/v1/system/health?component=trakt&limit=4&cursor=${cursor}`);
    expect(rest.data).toMatchObject({
      items: [
        { state: 'down', settled: 'ok' },
        { state: 'ok', settled: 'ok' },
      ],
      next_cursor: null,
    });
  });

  it('asks each service once', async () => {
    const { trakt, bangumi, watchflow } = world();
    trakt.resetCounts();
    bangumi.resetCounts();
    await watchflow.healthWatch.run();
    expect([trakt.counts(), bangumi.counts()]).toEqual([
      { 'GET /movies/{id}': 1 },
      { 'GET /v0/subjects/{id}': 1 },
    ]);
  });

  it('is shown to administrators alone', async () => {
    const { accounts } = world().watchflow;
    const password = 'correct horse battery';
    const person = { name: 'member', password, role: 'member', locale: 'en' } as const;
    const { id } = await accounts.people.create(person);
    const { key } = await accounts.keys.create(id, { name: 'theirs', scopes: ['*'] });
    expect((await get('/api/v1/system/health', key)).status).toBe(403);
  });
});
