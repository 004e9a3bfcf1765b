import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { SyncMode } from '../../../src/areas/history/index.js';
import { eventually } from '../../support/eventually.js';
import { anAnime } from '../../support/scenario-builders.js';
import { withPeople, type Person } from '../../support/with-people.js';

const day = 86_400_000;
const series = anAnime(1, { episodes: 60 });
let ahead = 0;
const world = withPeople({
  titles: [series],
  clock: { now: () => new Date(Date.now() + ahead) },
});

/** A sync of these episodes in the midst of which so much time goes by. */
async function syncFor(
  person: Person,
  { from, count, ms, mode }: { from: number; count: number; ms: number; mode?: SyncMode },
) {
  person.watch(series, { from, count });
  const held = world().trakt.faults.add({
    match: { path: '/sync/history' },
    times: 1,
    fault: { kind: 'delay', ms: 400 },
  });
  const { runId } = await person.ask(mode);
  await eventually(
    () => Promise.resolve(held.fired() > 0 ? true : undefined),
    'the run to be reading',
  );
  ahead += ms;
  return person.closed(runId);
}

/** Runs of before, as the book has them. */
async function runsOfBefore(person: Person, plays: number, count = 5) {
  const now = Date.now() + ahead;
  await world().watchflow.db.syncRun.createMany({
    data: Array.from({ length: count }, (_, place) => ({
      ...{ id: randomUUID(), userId: person.userId, mode: 'normal', trigger: 'schedule' },
      ...{ workflowId: `history:${person.userId}`, workflowRunId: randomUUID() },
      ...{ status: 'success', playsMoved: plays },
      startedAt: new Date(now - (place + 1) * 60_000),
      endedAt: new Date(now - (place + 1) * 60_000 + 1_000),
    })),
  });
}

const told = async ({ userId }: Pick<Person, 'userId'>) => {
  const rows = await world().watchflow.db.notification.findMany({
    where: { userId, event: 'run.slow' },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ data }) => data);
};

describe('a sync that took far longer per play than that person’s usually do', () => {
  let person: Person;
  let slow: { readonly id: string };
  beforeAll(async () => {
    person = await world().someone();
    for (const from of [1, 2, 3, 4, 5]) {
      person.watch(series, { from });
      await person.sync();
    }
    slow = await syncFor(person, { from: 6, count: 6, ms: 90_000 });
  });

  it('is told to the person with its figures, and to nobody else', async () => {
    const [{ usualMsPerPlay = 0, times = 0, ...facts } = {}, ...others] = (await told(person)) as {
      usualMsPerPlay?: number;
      times?: number;
    }[];
    expect(others).toEqual([]);
    expect(facts).toEqual({
      runId: slow.id,
      plays: 6,
      seconds: expect.any(Number),
      msPerPlay: expect.any(Number),
    });
    const { msPerPlay = 0, seconds = 0 } = facts as { msPerPlay?: number; seconds?: number };
    expect(seconds).toBeGreaterThanOrEqual(90);
    expect(msPerPlay).toBeGreaterThanOrEqual(15_000);
    expect(usualMsPerPlay).toBeLessThan(5_000);
    expect(times).toBeCloseTo(msPerPlay / usualMsPerPlay, 0);
    expect(await told(world())).toEqual([]);
  });

  it('is told once, however often its closing is repeated, and once a day at most', async () => {
    const { closeRun } = world().watchflow.history;
    const ending = { userId: person.userId, stoppedBy: null, advice: null, retryAt: null };
    await closeRun({ ...ending, runId: slow.id });
    expect(await told(person)).toHaveLength(1);
    await syncFor(person, { from: 12, count: 6, ms: 90_000 });
    expect(await told(person)).toHaveLength(1);
    ahead += day;
    const next = await syncFor(person, { from: 18, count: 6, ms: 90_000 });
    expect(await told(person)).toMatchObject([{}, { runId: next.id }]);
  });

  it('is held against syncs of its own kind alone', async () => {
    ahead += day;
    const full = await syncFor(person, { from: 24, count: 6, ms: 90_000, mode: 'full' });
    expect(full).toMatchObject({ mode: 'full', status: 'success' });
    expect(await told(person)).toHaveLength(2);
  });
});

describe('a sync that took long', () => {
  it('is no news while nothing is usual', async () => {
    const person = await world().someone();
    await runsOfBefore(person, 1, 4);
    await syncFor(person, { from: 1, count: 6, ms: 90_000 });
    expect(await told(person)).toEqual([]);
  });

  it('is no news where those before moved more plays and so took less for each', async () => {
    const person = await world().someone();
    await runsOfBefore(person, 7);
    await syncFor(person, { from: 1, count: 6, ms: 90_000 });
    expect(await told(person)).toEqual([]);
    await runsOfBefore(person, 6);
    await syncFor(person, { from: 7, count: 6, ms: 90_000 });
    expect(await told(person)).toMatchObject([{ plays: 6, usualMsPerPlay: 167 }]);
  });
});
