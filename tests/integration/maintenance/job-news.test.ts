import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JobLog } from '../../../src/areas/maintenance/index.js';
import { jobLogOver } from '../../support/job-workers.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const start = new Date('2027-01-01T00:00:00.000Z');

/** Where a process's clock stands, in seconds from the start. */
let second = 0;
let log: JobLog;

beforeAll(async () => {
  log = jobLogOver(database.db, { now: () => new Date(start.getTime() + second * 1_000) });
  const people = ['one', 'two'].map((id) => ({ id, name: id, role: 'admin' }));
  await database.db.user.createMany({ data: [...people, { id: 'ann', name: 'ann' }] });
});

beforeEach(async () => {
  second = 0;
  for (const table of ['cron_job_logs', 'notifications', 'audit_logs'])
    await database.db.$executeRawUnsafe(`TRUNCATE ${table} CASCADE`);
});

/** A run that takes so many seconds; answers its id. */
async function run(job: string, seconds: number, error?: string): Promise<string> {
  const id = randomUUID();
  await log.open({ id, job, trigger: 'schedule' });
  second += seconds;
  await log.close(
    id,
    error === undefined ? { status: 'SUCCESS', result: { done: 1 } } : { status: 'FAILED', error },
  );
  second += 3_600;
  return id;
}

const told = async () => {
  const all = await database.db.notification.findMany({ orderBy: { id: 'asc' } });
  return all.map(({ userId, event, data }) => ({ userId, event, data }));
};

const at = (seconds: number) => new Date(start.getTime() + seconds * 1_000).toISOString();

describe('administrators', () => {
  it('are told of a run that takes far longer than usual, how long it took and takes as a rule', async () => {
    for (let runs = 0; runs < 5; runs += 1) await run('cleanup', 4);
    const begun = second;
    const slow = await run('cleanup', 61);
    const data = { job: 'cleanup', at: at(begun), seconds: 61, usualSeconds: 4 };
    const news = ['one', 'two'].map((userId) => ({ userId, event: 'job.slow', data }));
    expect(await told()).toEqual(news);
    await log.close(slow, { status: 'SUCCESS', result: {} });
    await run('cleanup', 4);
    expect(await told()).toEqual(news);
  });

  it('are told of nothing while too few runs say what is usual, or it is a matter of seconds', async () => {
    for (let runs = 0; runs < 4; runs += 1) await run('cleanup', 4);
    await run('cleanup', 600);
    for (let runs = 0; runs < 9; runs += 1) await run('health-check', 1);
    await run('health-check', 9);
    expect(await told()).toEqual([]);
  });

  it('are told of a backup that failed in words of its own, once a day while it lasts', async () => {
    await run('backup', 5, 'the disk is full');
    await run('backup', 5, 'the disk is full');
    second += 86_400;
    await run('backup', 5, 'the disk is full');
    await run('backup', 5);
    await run('backup', 5, 'the disk is full again');
    const news = await told();
    expect(news.map(({ event }) => event)).toEqual(
      Array.from({ length: 6 }, () => 'backup.failed'),
    );
    expect(news.filter(({ userId }) => userId === 'one').map(({ data }) => data)).toEqual(
      [0, 7_210 + 86_400, 14_420 + 86_400].map((seconds) => ({ at: at(seconds) })),
    );
  });

  it('find each end on record once, with its reason', async () => {
    const failed = await run('cleanup', 5, 'the table is locked');
    await log.close(failed, { status: 'SUCCESS', result: {} }, 'job:cleanup');
    await log.close(randomUUID(), { status: 'SUCCESS', result: {} });
    const records = await database.db.auditLog.findMany({ where: { action: 'job.ended' } });
    expect(records).toMatchObject([
      { targetId: 'cleanup', outcome: 'failed', detail: { reason: 'the table is locked' } },
    ]);
    const statistics = await log.statistics(start);
    expect([...statistics]).toEqual([
      ['cleanup', { runs: 1, succeeded: 0, p50Ms: null, p95Ms: null }],
    ]);
  });
});
