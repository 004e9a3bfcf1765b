import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { eventually } from '../../support/eventually.js';
import { anAnime } from '../../support/scenario-builders.js';
import { withPeople, type Person } from '../../support/with-people.js';

const minute = 60_000;
const day = 86_400_000;
let ahead = 0;
const world = withPeople({
  titles: [anAnime(1)],
  clock: { now: () => new Date(Date.now() + ahead) },
});

let address = '';
let people: readonly Person[] = [];
beforeAll(async () => {
  address = await serveApi(world().watchflow);
  people = [await world().someone(), await world().someone(), await world().someone()];
});

/** Runs of one of these people that ended just now, a minute apart. */
async function ended(
  place: number,
  status: string,
  { count = 1, mode = 'normal' }: { count?: number; mode?: string } = {},
) {
  const userId = people[place]?.userId ?? '';
  for (let run = 0; run < count; run += 1) {
    ahead += minute;
    const endedAt = status === 'running' ? null : new Date(Date.now() + ahead);
    await world().watchflow.db.syncRun.create({
      data: {
        ...{ id: randomUUID(), userId, mode, trigger: 'schedule', status, endedAt },
        ...{ workflowId: `history:${userId}`, workflowRunId: randomUUID() },
        startedAt: new Date(Date.now() + ahead - 1_000),
      },
    });
  }
  ahead += minute;
}

/** Runs the job; its result. */
async function look() {
  const { jobs, jobLog } = world().watchflow;
  const newestRun = async () => (await jobLog.page('health-check', { limit: 1 })).items[0];
  const before = await newestRun();
  // One that has just written its end is still there to be joined.
  await eventually(async () => {
    const { outcome } = await jobs.request('health-check');
    return outcome === 'started' ? true : undefined;
  }, 'health-check to begin');
  const run = await eventually(async () => {
    const newest = await newestRun();
    const isNew = newest !== undefined && newest.id !== before?.id;
    return isNew && newest.status !== 'RUNNING' ? newest : undefined;
  }, 'the end of health-check');
  expect(run.error).toBeNull();
  return run.result ?? {};
}

async function told(userId = world().userId) {
  const rows = await world().watchflow.db.notification.findMany({
    where: { userId, event: { in: ['syncs.failing', 'syncs.healed'] } },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ event, data }) => ({ event, ...(data as object) }));
}

const events = async () => (await told()).map(({ event }) => event);

/** The next test begins with a blank day. */
const sleepOver = () => {
  ahead += 2 * day;
};

describe('the job health-check, of syncs', () => {
  it('tells nothing while nobody syncs, or all is well', async () => {
    expect(await look()).toMatchObject({ syncs: 0, syncsFailed: 0, syncsTold: 0 });
    await ended(0, 'success', { count: 3 });
    await ended(1, 'unchanged', { count: 3 });
    expect(await look()).toMatchObject({ syncs: 6, syncsFailed: 0, syncsTold: 0 });
    expect(await told()).toEqual([]);
  });

  it('tells nothing of one person’s trouble: that person is told of it', async () => {
    await ended(2, 'success');
    await ended(0, 'failed', { count: 12 });
    expect(await look()).toMatchObject({ syncs: 19, syncsFailed: 12, syncsTold: 0 });
    expect(await told()).toEqual([]);
  });

  it('says nothing by runs that a person or their account stopped, that go on, or take something back', async () => {
    sleepOver();
    for (const status of ['cancelled', 'needs-reauth', 'rate-limited', 'app-blocked', 'running'])
      await ended(0, status, { count: 2 });
    await ended(0, 'failed', { count: 4, mode: 'undo' });
    expect(await look()).toMatchObject({ syncs: 0, syncsTold: 0 });
    expect(await told()).toEqual([]);
  });

  it('tells administrators once that most syncs fail, with figures and a link, and nobody else', async () => {
    sleepOver();
    await ended(1, 'success');
    await ended(0, 'failed', { count: 2 });
    expect(await look()).toMatchObject({ syncs: 3, syncsFailed: 2, syncsTold: 0 });
    await ended(1, 'incomplete');
    expect(await look()).toMatchObject({ syncs: 4, syncsFailed: 3, syncsTold: 1 });
    expect(await look()).toMatchObject({ syncs: 4, syncsFailed: 3, syncsTold: 0 });
    const facts = { failed: 3, runs: 4, failing: 2, people: 2, reason: 'failed' };
    expect(await told()).toMatchObject([{ event: 'syncs.failing', ...facts }]);
    for (const { userId } of people) expect(await told(userId)).toEqual([]);
    const { data } = await axios.get<{ items: { event: string; link: string; body: string }[] }>(
      `${address}/api/v1/notifications`,
      { headers: { authorization: `Bearer ${world().apiKey}` }, proxy: false },
    );
    const [first] = data.items.filter(({ event }) => event === 'syncs.failing');
    expect(first?.body).toContain('3 of the last 4 syncs');
    const { status } = await axios.get(`${address}${first?.link ?? ''}`, {
      headers: { authorization: `Bearer ${world().apiKey}` },
      proxy: false,
    });
    expect(status).toBe(200);
  });

  it('tells it again a day later while it lasts, and not where nobody syncs', async () => {
    ahead += day;
    await look();
    expect(await events()).toEqual(['syncs.failing']);
    await ended(0, 'failed', { count: 3 });
    await look();
    await look();
    expect(await events()).toEqual(['syncs.failing', 'syncs.failing']);
  });

  it('tells once that it is over, and what comes after begins anew', async () => {
    await ended(0, 'success');
    await look();
    await look();
    expect(await events()).toEqual(['syncs.failing', 'syncs.failing', 'syncs.healed']);
    await ended(0, 'failed', { count: 2 });
    await look();
    expect(await events()).toHaveLength(3);
    await ended(0, 'failed');
    await look();
    expect(await events()).toHaveLength(4);
  });

  it('leaves out what failed while a service was away: of that health tells', async () => {
    await ended(0, 'success');
    await look();
    const before = await events();
    world().bangumi.faults.add({ fault: { kind: 'status', status: 503 } });
    await ended(0, 'upstream-down', { count: 5 });
    expect(await look()).toMatchObject({ down: 1, syncs: 0, syncsTold: 0 });
    await ended(0, 'upstream-down', { count: 5 });
    expect(await look()).toMatchObject({ down: 1, changed: 1, syncs: 0 });
    world().bangumi.faults.clear();
    await look();
    expect(await look()).toMatchObject({ down: 0, changed: 1, syncs: 0 });
    expect(await events()).toEqual(before);
    await ended(0, 'failed', { count: 3 });
    expect(await look()).toMatchObject({ syncs: 3, syncsTold: 1 });
  });

  it('forgets a single look that found a service away and was not confirmed', async () => {
    sleepOver();
    await ended(0, 'failed', { count: 3 });
    world().trakt.faults.add({ fault: { kind: 'status', status: 503 } });
    expect(await look()).toMatchObject({ down: 1, syncs: 0 });
    world().trakt.faults.clear();
    expect(await look()).toMatchObject({ down: 0, syncs: 3, syncsTold: 1 });
  });
});
