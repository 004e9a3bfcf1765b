import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createListStore } from '../../../src/areas/lists/stores/list-store.js';
import { createListRunStore } from '../../../src/areas/lists/stores/run-store.js';
import { cleanupOver } from '../../support/cleanup-over.js';
import { documentedRetention } from '../../support/real-jobs.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const now = new Date('2027-03-01T00:00:00.000Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

const cleanup = () =>
  cleanupOver(database.db, { now, retention: { ...documentedRetention, listDays: 30 } });

const aList = (more: object = {}) => ({
  ...{ id: randomUUID(), userId: 'u', nameTemplate: 'n', rule: {}, ...more },
});

const aListRun = (
  listId: string,
  days: number,
  { status = 'unchanged', kind = 'reconcile' } = {},
) => ({
  ...{ id: randomUUID(), listId, userId: 'u', kind, trigger: 'schedule', status },
  ...{ workflowId: 'w', workflowRunId: 'r', startedAt: daysAgo(days + 0.001) },
  ...(status === 'running' ? {} : { endedAt: daysAgo(days) }),
});

beforeEach(() => database.db.$executeRaw`TRUNCATE lists CASCADE`);

describe('what is kept no longer of lists', () => {
  it('are runs of lists, but not the last of each, the last that was as it should be, and the one that took it away', async () => {
    const { db } = database;
    const [busy, failing, away] = [
      aList(),
      aList(),
      aList({ standing: 'deleting', deletedAt: daysAgo(99) }),
    ];
    await db.smartList.createMany({ data: [busy, failing, away] });
    const many = (listId: string, ages: readonly [number, number], status?: string) =>
      Array.from({ length: ages[1] }, (_, index) => aListRun(listId, ages[0] + index, { status }));
    const good = aListRun(failing.id, 300);
    const taking = aListRun(away.id, 98, { status: 'upstream-down', kind: 'delete' });
    await db.listRun.createMany({
      data: [
        ...many(busy.id, [1, 60]),
        ...[...many(failing.id, [50, 40], 'failed'), good, aListRun(failing.id, 301)],
        ...[...many(away.id, [31, 20], 'failed'), taking],
      ],
    });
    const foreseen = (await cleanup().plan()).find(({ name }) => name === 'listRuns');
    expect(foreseen).toEqual({ name: 'listRuns', keptDays: 30, rows: 30 + 21 });
    expect(await cleanup().run()).toMatchObject({ listRuns: 51, deletedLists: 0 });
    const next = { ...aListRun(failing.id, 0), startedAt: now };
    const runs = createListRunStore({ db });
    expect(await runs.wasShownBefore(next as never)).toBe(true);
    expect(await runs.endedBefore(next as never)).toMatchObject({ status: 'failed' });
    expect(await createListStore({ db }).unbegunDeletions(now)).toEqual([]);
    expect(await db.listRun.count({ where: { listId: busy.id } })).toBe(30);
  });

  it('are lists that are gone on Trakt too, with what hangs on them', async () => {
    const { db } = database;
    const gone = (days: number) => ({ deletedAt: daysAgo(days), standingSince: daysAgo(days) });
    const old = aList({ standing: 'deleted', ...gone(31) });
    const stays = [
      aList(),
      aList({ standing: 'deleted', ...gone(29) }),
      aList({ standing: 'deleting', ...gone(400) }),
      aList({ standing: 'deleted', deletedAt: daysAgo(400), standingSince: daysAgo(3) }),
      aList({ standing: 'deleted', ...gone(40) }),
    ];
    await db.smartList.createMany({ data: [old, ...stays] });
    await db.listPart.create({ data: { listId: old.id, part: 1 } });
    await db.listRun.createMany({
      data: [
        aListRun(old.id, 31, { status: 'success', kind: 'delete' }),
        aListRun(stays.at(-1)?.id ?? '', 40, { status: 'running' }),
      ],
    });
    expect(await cleanup().run()).toMatchObject({ deletedLists: 1 });
    const left = await db.smartList.findMany({ select: { id: true } });
    expect(left.map(({ id }) => id).sort()).toEqual(stays.map(({ id }) => id).sort());
    expect([await db.listPart.count(), await db.listRun.count()]).toEqual([0, 1]);
  });
});
