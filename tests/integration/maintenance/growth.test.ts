import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createPlanStore } from '../../../src/areas/history/planning/plan-store.js';
import { readSeries } from '../../../src/areas/usage/reading/read-series.js';
import { createTickStore } from '../../../src/areas/schedules/index.js';
import { readTimeline } from '../../../src/areas/schedules/timeline.js';
import { cleanupOver } from '../../support/cleanup-over.js';
import { documentedRetention } from '../../support/real-jobs.js';
import { tablesOf } from '../../support/tables-of.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const now = new Date('2027-03-01T00:00:00.000Z');
const dayMs = 86_400_000;
const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs);

const asked = { usageDays: 92, scheduleDays: 30, planDays: 7, listDays: 30 };
const cleanup = (more: object = asked) =>
  cleanupOver(database.db, { now, retention: { ...documentedRetention, ...more } });

const counted = ['keyUsage', 'ticks', 'scheduleEvents', 'listRuns', 'deletedLists', 'plans'];

beforeEach(async () => {
  const usage = ['key_usage', 'schedule_ticks', 'schedule_events', 'schedule_states'];
  const plans = ['sync_plans', 'plan_items', 'plan_subjects', 'plan_removals', 'subject_wishes'];
  const reads = ['history_reads', 'read_lookups', 'staged_plays', 'run_requests', 'lists'];
  for (const table of [...usage, ...plans, ...reads])
    await database.db.$executeRawUnsafe(`TRUNCATE ${table} CASCADE`);
});

const used = (source: string, hour: Date) => ({
  ...{ source, keyId: 'k', model: '', hour, requests: 3n },
});

const aState = (scheduleId: string, accountedUntil: Date) => ({
  ...{ scheduleId, kind: 'history', userId: 'u', timing: '0 9 * * *', timeZone: 'UTC' },
  ...{ spreadSeconds: 0, accountedUntil },
});

const ticked = (scheduleId: string, scheduledAt: Date, outcome = 'ran') => ({
  ...{ scheduleId, scheduledAt, outcome },
});

const timed = (scheduleId: string, at: Date) => ({
  ...{ scheduleId, at, what: 'timed', by: 'settings' },
  ...{ timing: '0 9 * * *', timeZone: 'UTC', spreadSeconds: 0 },
});

const happened = (scheduleId: string, at: Date, what: string) => ({
  ...{ scheduleId, at, what, by: 'person', reason: 'holidays' },
});

const aPlan = (userId: string, days: number, status = 'success') => ({
  ...{ id: randomUUID(), userId, mode: 'normal', trigger: 'manual', requestId: randomUUID() },
  ...{ workflowId: 'w', workflowRunId: 'r', status, startedAt: daysAgo(days + 0.001) },
  ...(status === 'running' ? {} : { endedAt: daysAgo(days) }),
  activities: { all: daysAgo(days).toISOString() },
});

const aList = (more: object = {}) => ({
  ...{ id: randomUUID(), userId: 'u', nameTemplate: 'n', rule: {}, ...more },
});

describe('what grows for ever', () => {
  it('is kept for good until somebody says otherwise, each for itself', async () => {
    const { db } = database;
    await db.keyUsage.createMany({ data: [used('watchflow', daysAgo(9_000))] });
    await db.scheduleTick.createMany({ data: [ticked('gone', daysAgo(9_000))] });
    await db.scheduleEvent.createMany({ data: [timed('gone', daysAgo(9_000))] });
    await db.syncPlan.createMany({ data: [aPlan('u', 9_000, 'failed')] });
    await db.smartList.create({
      data: aList({
        ...{ standing: 'deleted', deletedAt: daysAgo(9_000), standingSince: daysAgo(9_000) },
      }),
    });
    const off = cleanup({});
    const names = (await off.plan()).map(({ name }) => name);
    expect(names.filter((name) => counted.includes(name))).toEqual([]);
    expect(Object.keys(await off.run()).filter((name) => counted.includes(name))).toEqual([]);
    for (const [days, name] of [
      ['usageDays', 'keyUsage'],
      ['scheduleDays', 'ticks'],
      ['planDays', 'plans'],
      ['listDays', 'deletedLists'],
    ] as const) {
      const one = cleanup({ [days]: asked[days] });
      expect(await one.plan()).toContainEqual({ name, keptDays: asked[days], rows: 1 });
      expect(await one.run()).toHaveProperty(name, 1);
    }
  });

  it('is usage of keys, to the hour; what a chart shows of later ones stays as it was', async () => {
    const { db } = database;
    const hours = [92, 92.5, 400, 30, 0].map((days) => daysAgo(days));
    const data = hours.flatMap((hour) => [used('watchflow', hour), used('relay', hour)]);
    await db.keyUsage.createMany({ data });
    const quarter = { from: daysAgo(92), to: now, bucket: 'day', timeZone: 'UTC', group: 'none' };
    const chart = () => readSeries(db, quarter as Parameters<typeof readSeries>[1]);
    const before = await chart();
    expect(before.series).toHaveLength(2);
    expect((await cleanup().plan()).find(({ name }) => name === 'keyUsage')?.rows).toBe(4);
    expect(await cleanup().run()).toMatchObject({ keyUsage: 4 });
    expect(await chart()).toEqual(before);
    expect(await cleanup().run()).toMatchObject({ keyUsage: 0 });
  });

  it('is what became of due times, but not the newest of a schedule nor what is not accounted for', async () => {
    const { db } = database;
    await db.scheduleState.createMany({
      data: [aState('live', daysAgo(1)), aState('behind', daysAgo(45)), aState('rare', now)],
    });
    await db.scheduleTick.createMany({
      data: [
        ...[60, 31, 30, 2].map((days) => ticked('live', daysAgo(days))),
        ...[60, 50, 45, 40, 31].map((days) => ticked('behind', daysAgo(days))),
        ...[400, 300].map((days) => ticked('rare', daysAgo(days), 'missed')),
        ...[200, 100, 10].map((days) => ticked('of somebody who left', daysAgo(days))),
      ],
    });
    const foreseen = (await cleanup().plan()).find(({ name }) => name === 'ticks');
    expect(foreseen).toEqual({ name: 'ticks', keptDays: 30, rows: 7 });
    expect(await cleanup().run()).toMatchObject({ ticks: 7 });
    const left = await db.scheduleTick.findMany({
      orderBy: [{ scheduleId: 'asc' }, { scheduledAt: 'asc' }],
    });
    expect(left.map(({ scheduleId, scheduledAt }) => [scheduleId, scheduledAt])).toEqual([
      ...[45, 40, 31].map((days) => ['behind', daysAgo(days)]),
      ...[30, 2].map((days) => ['live', daysAgo(days)]),
      ['of somebody who left', daysAgo(10)],
      ['rare', daysAgo(300)],
    ]);
    expect(await createTickStore({ db }).latest('rare')).toMatchObject({ outcome: 'missed' });
  });

  it('is what changed about schedules, but not what their due times are reckoned with', async () => {
    const { db } = database;
    await db.scheduleState.createMany({ data: [aState('live', daysAgo(40))] });
    await db.scheduleEvent.createMany({
      data: [
        ...[400, 300, 200].map((days) => timed('live', daysAgo(days))),
        happened('live', daysAgo(150), 'paused'),
        happened('live', daysAgo(149), 'resumed'),
        happened('live', daysAgo(100), 'paused'),
        // After what is accounted for: both count still.
        happened('live', daysAgo(39), 'resumed'),
        happened('live', daysAgo(35), 'paused'),
        timed('left', daysAgo(99)),
      ],
    });
    const reckoning = () => readTimeline(db, 'live', { after: daysAgo(40), until: now });
    const before = await reckoning();
    expect(before).toHaveLength(4);
    expect(await cleanup().run()).toMatchObject({ scheduleEvents: 5 });
    expect(await reckoning()).toEqual(before);
    expect(await db.scheduleEvent.count()).toBe(4);
  });

  it('are dry runs with all that hangs on them, but not the last complete one of a person', async () => {
    const { db } = database;
    const [oldest, last, failed] = [aPlan('ann', 90), aPlan('ann', 30), aPlan('ann', 8, 'failed')];
    const kept = [last, aPlan('ann', 7, 'failed'), aPlan('bob', 400), aPlan('cy', 90, 'running')];
    await db.syncPlan.createMany({ data: [oldest, failed, ...kept] });
    for (const { id, userId } of [oldest, failed, ...kept]) await hangOn(id, userId);
    await db.syncPlan.createMany({
      data: Array.from({ length: 23 }, () => aPlan('dee', 50, 'cancelled')),
    });
    const plans = createPlanStore({ db });
    const asOf = await plans.latestActivities('ann');
    expect((await cleanup().plan()).find(({ name }) => name === 'plans')).toEqual({
      ...{ name: 'plans', keptDays: 7, rows: 25 },
    });
    const both = await Promise.all([cleanup().run(), cleanup().run()]);
    expect(both.reduce((sum, { plans: gone = 0 }) => sum + gone, 0)).toBe(25);
    expect(await plans.latestActivities('ann')).toEqual(asOf);
    const ids = kept.map(({ id }) => id).sort();
    for (const [table, column] of hanging)
      expect([table, await idsIn(table, column)]).toEqual([table, ids]);
    expect(await idsIn('sync_plans', 'id')).toEqual(ids);
    const real = '00000000-0000-0000-0000-000000000000';
    expect(await db.subjectWish.count({ where: { planId: real } })).toBe(1);
  });

  it('is found by an index where there is much that stays', async () => {
    const { db } = database;
    const many = 'generate_series(1, 20000) n';
    const minute = `'${now.toISOString()}'::timestamptz - n * interval '1 minute'`;
    const list = aList();
    await db.smartList.create({ data: list });
    await db.$executeRawUnsafe(`INSERT INTO key_usage (source, key_id, model, hour, requests)
      SELECT 'watchflow', 'k' || n, '', ${minute}, 1 FROM ${many}`);
    await db.$executeRawUnsafe(`INSERT INTO schedule_ticks (schedule_id, scheduled_at, outcome)
      SELECT 's' || n % 5000, ${minute}, 'ran' FROM ${many}`);
    await db.$executeRawUnsafe(`INSERT INTO schedule_events (schedule_id, at, what, by)
      SELECT 's' || n % 5000, ${minute}, 'paused', 'person' FROM ${many}`);
    await db.$executeRawUnsafe(`INSERT INTO list_runs (id, list_id, user_id, trigger, workflow_id, workflow_run_id, status, ended_at)
      SELECT gen_random_uuid(), '${list.id}', 'u', 'schedule', 'w', 'r', 'failed', ${minute} FROM ${many}`);
    await db.$executeRawUnsafe(`INSERT INTO sync_plans (id, user_id, mode, trigger, request_id, workflow_id, workflow_run_id, status, ended_at)
      SELECT gen_random_uuid(), 'u' || n, 'normal', 'manual', 'r', 'w', 'r', 'success', ${minute} FROM ${many}`);
    const tables = ['key_usage', 'schedule_ticks', 'schedule_events', 'list_runs', 'sync_plans'];
    for (const table of tables) await db.$executeRawUnsafe(`ANALYZE ${table}`);
    const before = await wholeScans(tables);
    const { usageDays, ...others } = { ...asked, planDays: 30 };
    await cleanup({ ...others, usageDays }).run();
    expect(await wholeScans(tables)).toEqual(before);
  });

  it('is said of each table in the documentation', async () => {
    const text = readFileSync(new URL('../../../docs/jobs.md', import.meta.url), 'utf8');
    const named = new Set(text.match(/`[a-z_]+`/g));
    const tables = await tablesOf(database.db);
    expect(tables.filter((table) => !named.has(`\`${table}\``))).toEqual([]);
  });
});

const hanging = [
  ['plan_items', 'plan_id'],
  ['plan_subjects', 'plan_id'],
  ['plan_removals', 'plan_id'],
  ['run_requests', 'run_id'],
  ['history_reads', 'id'],
  ['read_lookups', 'read_id'],
  ['staged_plays', 'read_id'],
] as const;

async function hangOn(planId: string, userId: string): Promise<void> {
  const { db } = database;
  const item = { mediaType: 'episode', traktItemId: 1n };
  await db.planItem.create({ data: { planId, position: 1, ...item, plays: 1 } });
  await db.planSubject.create({
    data: { planId, subjectId: 1, collection: 'keep', episodes: 1, timelineEntries: 0 },
  });
  await db.planRemoval.create({
    data: { planId, position: 1, playId: 1n, subjectId: 1, episodeId: 1, isDue: false },
  });
  await db.runRequests.create({
    data: { runId: planId, service: 'trakt', endpoint: 'e', count: 1 },
  });
  await db.historyRead.create({
    data: {
      id: planId,
      userId,
      source: 'trakt',
      purpose: 'plan',
      extent: 'whole',
      snapshot: {},
      pageSize: 9,
    },
  });
  await db.readLookup.create({ data: { readId: planId, pass: 1, kind: 'count' } });
  await db.stagedPlay.create({
    data: { readId: planId, sourceRef: '1', pass: 1, ...item, watchedAtGiven: '', action: 'watch' },
  });
  const wish = {
    userId,
    origin: 'rating',
    mediaType: 'movie',
    traktId: 1n,
    value: 1,
    state: 'seen',
  };
  const real = '00000000-0000-0000-0000-000000000000';
  const data = [
    { ...wish, planId },
    { ...wish, userId: 'ann', planId: real },
  ];
  await db.subjectWish.createMany({ data, skipDuplicates: true });
}

async function idsIn(table: string, column: string): Promise<string[]> {
  const rows = await database.db.$queryRawUnsafe<{ id: string }[]>(
    `SELECT ${column}::text AS id FROM ${table} ORDER BY 1`,
  );
  return rows.map(({ id }) => id);
}

/** Reads of a whole table, of all connections so far. */
async function wholeScans(tables: readonly string[]) {
  await database.db.$executeRaw`SELECT pg_stat_force_next_flush()`;
  return database.db.$queryRaw`SELECT relname::text, seq_scan FROM pg_stat_user_tables
    WHERE relname = ANY(${[...tables]}) ORDER BY relname`;
}
