import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { jobTable, type JobName } from '../../../src/workflows/contract.js';
import { eventually, until } from '../../support/eventually.js';
import { everyJob, jobLogOver, startJobWorkers } from '../../support/job-workers.js';
import { realJobs } from '../../support/real-jobs.js';
import { withDatabase } from '../../support/with-database.js';
import { withJobProcesses } from '../../support/with-job-processes.js';
import { unique } from '../orchestration/open-temporal.js';

const database = withDatabase();
const clock = { now: () => new Date() };
const dayMs = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * dayMs);
/** Of an advisory lock. */
const gate = 4711;

describe('a job whose process is killed', () => {
  const processes = withJobProcesses(database);
  let keeper: pg.Client;

  beforeAll(async () => {
    keeper = new pg.Client({ connectionString: database.url });
    await keeper.connect();
    await keeper.query('SELECT pg_advisory_lock($1)', [gate]);
    await database.db.user.create({ data: { id: 'admin', name: 'admin', role: 'admin' } });
  });

  afterAll(() => keeper.end());

  const startWorkers = () =>
    startJobWorkers({
      ...processes(),
      ...{ db: database.db, jobs: realJobs(database.db) },
    });

  const ended = (job: JobName) =>
    eventually(async () => {
      const { items } = await jobLogOver(database.db, clock).page(job, { limit: 1 });
      return items[0] === undefined || items[0].status === 'RUNNING' ? undefined : items[0];
    }, `the end of ${job}`);

  /** Begins the job in a process of its own, and kills that while the statement before which `place` is reached is under way. */
  async function killAt(job: JobName, place: { readonly on: string; readonly statement: number }) {
    await closeGate(place);
    const doomed = await processes().startDoomed('real');
    await processes().commands.request(job);
    const held = await eventually(heldBackend, 'the statement at the gate');
    await doomed.kill();
    // As when the machine is gone: what it had asked for and not been told of is not done.
    await keeper.query('SELECT pg_terminate_backend($1)', [held]);
    await eventually(
      async () => ((await heldBackend()) === undefined ? true : undefined),
      'the end of its connection',
    );
    expect((await jobLogOver(database.db, clock).latest([job]))[0]?.status).toBe('RUNNING');
  }

  /** The so-manieth statement of this kind waits at a gate that never opens. */
  async function closeGate({ on, statement }: { readonly on: string; readonly statement: number }) {
    await keeper.query(`DROP SEQUENCE IF EXISTS passed; CREATE SEQUENCE passed;
      CREATE OR REPLACE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('passed') = ${statement} THEN PERFORM pg_advisory_xact_lock(${gate}); END IF;
        RETURN NULL; END $$;
      CREATE TRIGGER gate AFTER ${on} FOR EACH STATEMENT EXECUTE FUNCTION wait_at_gate()`);
  }

  async function heldBackend(): Promise<number | undefined> {
    const { rows } = await keeper.query<{ pid: number }>(
      `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND NOT granted`,
      [gate],
    );
    return rows[0]?.pid;
  }

  it('between two batches of cleanup is made up for by another, which removes what is left and counts just that', async () => {
    const { db } = database;
    const old = { actorKind: 'system', action: 'job.ended', outcome: 'done', at: inDays(-200) };
    await db.auditLog.createMany({ data: Array.from({ length: 3_500 }, () => old) });
    await db.auditLog.create({ data: { ...old, at: inDays(-10) } });
    await killAt('cleanup', { on: 'DELETE ON audit_logs', statement: 3 });
    expect(await db.auditLog.count({ where: { at: { lt: inDays(-183) } } })).toBe(1_500);
    const workers = await startWorkers();
    expect(await ended('cleanup')).toMatchObject({
      status: 'SUCCESS',
      result: { auditRecords: 1_500 },
    });
    expect(await db.auditLog.count({ where: { at: { lt: inDays(-183) } } })).toBe(0);
    expect(await db.auditLog.count({ where: { at: { lt: inDays(-9) } } })).toBe(1);
    expect(await db.cronJobLog.count({ where: { jobName: 'cleanup' } })).toBe(1);
    await workers.shutdown();
  });

  it('between two people of expiration-check is made up for by another, and each is told once', async () => {
    const { db } = database;
    const people = Array.from({ length: 5 }, () => `u_${randomUUID()}`);
    await db.user.createMany({ data: people.map((id) => ({ id, name: id })) });
    const key = { name: 'a key', prefix: 'wf_abc', scopes: [] };
    await db.apiKey.createMany({
      data: people.flatMap((userId) => [
        { ...key, id: randomUUID(), userId, hash: randomUUID(), expiresAt: inDays(2.5) },
        { ...key, id: randomUUID(), userId, hash: randomUUID(), expiresAt: inDays(-0.5) },
      ]),
    });
    // Once the third person's reminders are written, and their notification is being.
    await killAt('expiration-check', { on: 'INSERT ON notifications', statement: 3 });
    expect(await db.expirationReminder.count()).toBe(4);
    expect(await toldPeople(people)).toHaveLength(2);
    const workers = await startWorkers();
    expect(await ended('expiration-check')).toMatchObject({
      status: 'SUCCESS',
      // The keys of the first two that had ended are revoked, and not looked at any more.
      result: { total: 8, due: 8, sent: 6, failed: 0, skipped: 2, disabled: 3 },
    });
    expect((await toldPeople(people)).sort()).toEqual([...people].sort());
    expect(await db.expirationReminder.count()).toBe(10);
    const revoked = { userId: { in: people }, revokedAt: { not: null } };
    expect(await db.apiKey.count({ where: revoked })).toBe(5);
    expect(await db.auditLog.count({ where: { action: 'api-key.expired' } })).toBe(5);
    await workers.shutdown();
  });

  it('at each of its attempts ends as failed and says so; it is told once, and the next due time finds it free', async () => {
    const { db } = database;
    const job = 'matches-recheck';
    let doomed = await processes().startDoomed('endless');
    await processes().commands.request(job);
    for (let attempt = 1; ; attempt += 1) {
      await until(() => doomed.said.includes(job), `attempt ${attempt}`);
      await doomed.kill();
      if (attempt === jobTable[job].attempts) break;
      doomed = await processes().startDoomed('endless');
    }
    const workers = await startJobWorkers({
      ...processes(),
      db,
      jobs: everyJob(() => () => Promise.resolve({ done: 1 })),
    });
    const lost = await ended(job);
    expect(lost).toMatchObject({
      ...{ status: 'FAILED', error: 'Its process was lost, again and again.', result: null },
    });
    // A moment after the row.
    const told = await eventually(async () => {
      const news = await db.notification.findMany({ where: { event: 'job.failed' } });
      return news.length > 0 ? news : undefined;
    }, 'the news of it');
    expect(told).toMatchObject([
      { userId: 'admin', data: { job, at: lost.startAt.toISOString() }, readAt: null },
    ]);
    const { link, queues, suffix } = processes();
    const tick: unknown = await link.client.workflow.execute('scheduleTick', {
      workflowId: unique('tick'),
      taskQueue: queues.main,
      args: [{ scheduleId: `job:${job}${suffix}`, job }],
    });
    expect(tick).toMatchObject({ outcome: 'ran' });
    await eventually(
      async () =>
        (await db.cronJobLog.count({ where: { jobName: job } })) === 2 ? true : undefined,
      'the next run',
    );
    expect(await ended(job)).toMatchObject({ status: 'SUCCESS', trigger: 'schedule' });
    expect(await db.notification.count({ where: { event: 'job.failed' } })).toBe(1);
    await workers.shutdown();
  }, 240_000);
});

const toldPeople = async (people: readonly string[]): Promise<string[]> => {
  const told = await database.db.notification.findMany({
    where: { userId: { in: [...people] } },
    select: { userId: true },
  });
  return told.map(({ userId }) => userId);
};
