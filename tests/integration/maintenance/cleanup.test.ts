import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Cleanup } from '../../../src/areas/maintenance/index.js';
import type { DatabaseSession } from '../../../src/platform/database/index.js';
import { createJobRunStore } from '../../../src/areas/maintenance/job-run-store.js';
import type { Retention } from '../../../src/platform/lib/retention.js';
import { cleanupOver } from '../../support/cleanup-over.js';
import { plantRows } from '../../support/plant-rows.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const now = new Date('2027-03-01T00:00:00.000Z');
const dayMs = 86_400_000;
const daysAgo = (days: number, ms = 0) => new Date(now.getTime() - days * dayMs - ms);

const documented = { auditDays: 183, jobLogDays: 30, healthDays: 30, reminderDays: 90 };
const everything = {
  ...{ ...documented, notificationDays: 90, translationDays: 30 },
  ...{ usageDays: 92, scheduleDays: 30, planDays: 7, listDays: 30 },
};

const cleanupAt = (at: Date, retention: Retention = everything): Cleanup =>
  cleanupOver(database.db, { now: at, retention });

const aRun = (jobName: string, startAt: Date, status = 'SUCCESS') => ({
  ...{ id: randomUUID(), jobName, trigger: 'schedule', status, startAt },
  ...(status === 'RUNNING' ? {} : { endAt: startAt, durationMs: 0 }),
});

const audited = (at: Date, action = 'job.ended') => ({
  ...{ at, action, actorKind: 'system', outcome: 'done' },
});

const aNotification = (userId: string, createdAt: Date, event = 'job.failed') => ({
  ...{ userId, event, dedupeKey: randomUUID(), data: {}, createdAt },
});

beforeEach(async () => {
  const tables = ['audit_logs', 'cron_job_logs', 'notifications', 'notification_deliveries'];
  const more = ['translation_tasks', 'translation_sessions', 'sessions', 'setup_links'];
  for (const table of [...tables, ...more, 'connection_attempts', 'idempotent_answers'])
    await database.db.$executeRawUnsafe(`TRUNCATE ${table} CASCADE`);
});

describe('cleaning up', () => {
  it('removes what is kept no longer, to the millisecond, and says before what that will be', async () => {
    const { db } = database;
    await db.auditLog.createMany({ data: [audited(daysAgo(183)), audited(daysAgo(183, 1))] });
    const session = { userId: 'u', csrfToken: 'c', createdAt: now, rotatedAt: now };
    await db.session.createMany({
      data: [
        { ...session, id: 'live', hash: '1', lastSeenAt: now, expiresAt: daysAgo(-1) },
        { ...session, id: 'over', hash: '2', lastSeenAt: now, expiresAt: now },
        { ...session, id: 'idle', hash: '3', lastSeenAt: daysAgo(3), expiresAt: daysAgo(-1) },
      ],
    });
    await db.setupLink.createMany({
      data: [
        { hash: 'good', userId: 'u', expiresAt: daysAgo(0, -1) },
        { hash: 'old', userId: 'u', expiresAt: now },
      ],
    });
    const attempt = { userId: 'u', service: 'trakt', kind: 'code', via: 'session:s' };
    await db.connectionAttempt.createMany({
      data: [0, 1].map((ms) => ({ ...attempt, id: randomUUID(), expiresAt: daysAgo(1, ms) })),
    });
    const asked = { userId: 'u', route: 'r', fingerprint: 'f' };
    await db.idempotentAnswer.createMany({
      data: [
        { ...asked, key: 'new', createdAt: daysAgo(1, -1) },
        { ...asked, key: 'old', createdAt: daysAgo(1) },
      ],
    });
    const reminded = { userId: 'u', subjectKind: 'api-key', subjectId: 'k', expiresAt: now };
    await db.expirationReminder.createMany({
      data: [0, 1].map((step) => ({ ...reminded, step, sentAt: daysAgo(90, step) })),
    });
    const cleanup = cleanupAt(now, documented);
    const foreseen = await cleanup.plan();
    expect(foreseen).toEqual([
      { name: 'sessions', keptDays: null, rows: 2 },
      { name: 'setupLinks', keptDays: null, rows: 1 },
      { name: 'signInCounts', keptDays: null, rows: 0 },
      { name: 'repeatableAnswers', keptDays: null, rows: 1 },
      { name: 'connectionAttempts', keptDays: 1, rows: 1 },
      { name: 'reminders', keptDays: 90, rows: 1 },
      { name: 'auditRecords', keptDays: 183, rows: 1 },
      { name: 'healthSamples', keptDays: 30, rows: 0 },
      { name: 'jobRuns', keptDays: 30, rows: 0 },
    ]);
    expect(await cleanup.run()).toEqual(
      Object.fromEntries(foreseen.map(({ name, rows }) => [name, rows])),
    );
    expect((await cleanup.plan()).map(({ rows }) => rows)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(await db.session.findMany({ select: { id: true } })).toEqual([{ id: 'live' }]);
    expect(await db.setupLink.count()).toBe(1);
  });

  it('keeps the last runs of each job and those that have not ended, however old', async () => {
    const { db } = database;
    const runs = (job: string, count: number, age: number) =>
      Array.from({ length: count }, (_, index) => aRun(job, daysAgo(age + index)));
    const stuck = aRun('hourly', daysAgo(500), 'RUNNING');
    await db.cronJobLog.createMany({
      data: [...runs('hourly', 25, 29.5), ...runs('rare', 20, 100), stuck],
    });
    expect(await cleanupAt(now).run()).toMatchObject({ jobRuns: 5 });
    expect(await db.cronJobLog.count({ where: { jobName: 'hourly' } })).toBe(21);
    expect(await db.cronJobLog.count({ where: { id: stuck.id } })).toBe(1);
    expect(await db.cronJobLog.count({ where: { jobName: 'rare' } })).toBe(20);
  });

  it('keeps notifications until told otherwise; then the newest of each kind, and those still being sent', async () => {
    const { db } = database;
    await db.notification.createMany({
      data: [
        ...[300, 200, 100].map((days) => aNotification('u', daysAgo(days))),
        aNotification('u', daysAgo(400), 'matches.changed'),
        aNotification('v', daysAgo(400)),
      ],
    });
    const [oldest] = await db.notification.findMany({
      orderBy: { createdAt: 'asc' },
      where: { userId: 'u', event: 'job.failed' },
    });
    await db.notificationDelivery.create({
      data: {
        ...{ id: 'msg_1', notificationId: oldest?.id ?? 0n, channelId: 'c', userId: 'u' },
        nextAttemptAt: daysAgo(300),
      },
    });
    expect(await cleanupAt(now, documented).run()).not.toHaveProperty('notifications');
    expect(await cleanupAt(now).run()).toMatchObject({ notifications: 1, deliveries: 0 });
    await db.notificationDelivery.updateMany({ data: { status: 'sent', finishedAt: daysAgo(91) } });
    expect(await cleanupAt(now).run()).toMatchObject({ notifications: 1, deliveries: 1 });
    expect(await db.notification.count()).toBe(3);
  });

  it('removes finished translation sessions with their tasks, where it is told so', async () => {
    const { db } = database;
    const session = (id: string, status: string, updatedAt: Date) => ({
      ...{ userId: 'u', id, status, version: 1n, fingerprint: randomUUID(), updatedAt },
    });
    const sessions = Array.from({ length: 230 }, (_, index) =>
      session(`old-${index}`, 'completed', daysAgo(31)),
    );
    await db.translationSession.createMany({
      data: [
        ...sessions,
        session('new', 'completed', daysAgo(29)),
        session('open', 'processing', daysAgo(99)),
      ],
    });
    await db.translationTask.createMany({
      data: sessions.map(({ id }) => ({
        ...{ userId: 'u', id: `t-${id}`, sessionId: id, status: 'completed', sourceText: 's' },
        ...{ version: 1n, fingerprint: randomUUID() },
      })),
    });
    expect(await cleanupAt(now, documented).run()).not.toHaveProperty('translationSessions');
    const foreseen = await cleanupAt(now).plan();
    expect(foreseen.find(({ name }) => name === 'translationSessions')?.rows).toBe(230);
    expect(foreseen.find(({ name }) => name === 'translationTasks')?.rows).toBe(230);
    expect(await cleanupAt(now).run()).toMatchObject({
      translationSessions: 230,
      translationTasks: 230,
    });
    expect(await db.translationSession.count()).toBe(2);
  });

  it('counts each row once, be it in two processes at once', async () => {
    const { db } = database;
    await db.auditLog.createMany({
      data: Array.from({ length: 3_500 }, () => audited(daysAgo(200))),
    });
    const reports = await Promise.all([cleanupAt(now).run(), cleanupAt(now).run()]);
    expect(reports.reduce((sum, { auditRecords = 0 }) => sum + auditRecords, 0)).toBe(3_500);
    expect(await db.auditLog.count()).toBe(0);
  });

  it('stops between two batches when told to, and goes on the next time', async () => {
    const { db } = database;
    await db.auditLog.createMany({
      data: Array.from({ length: 2_500 }, () => audited(daysAgo(200))),
    });
    const stopping = Object.assign(new AbortController().signal, { throwIfAborted: stopAt(8) });
    await expect(cleanupAt(now).run(stopping)).rejects.toThrow('told to stop');
    expect(await db.auditLog.count()).toBe(1_500);
    expect(await cleanupAt(now).run()).toMatchObject({ auditRecords: 1_500 });
  });

  it('leaves everything else alone, years later too', async () => {
    await plantRows(database.url, 'u_planted');
    const before = await rowsByTable();
    await cleanupAt(new Date('2060-01-01T00:00:00.000Z')).run();
    const after = await rowsByTable();
    const gone = Object.keys(before).filter((table) => (after[table] ?? 0) < (before[table] ?? 0));
    expect(gone.sort()).toEqual([
      'connection_attempts',
      'expiration_reminders',
      'idempotent_answers',
      'sessions',
      'setup_links',
    ]);
  });
});

describe('the book of jobs', () => {
  it('is not read from end to end to show the last run of each job, or those that have not ended', async () => {
    const { db } = database;
    await db.$executeRaw`INSERT INTO cron_job_logs (id, job_name, trigger, status, start_at)
      SELECT gen_random_uuid(), 'job-' || n % 5, 'schedule', CASE WHEN n < 3 THEN 'RUNNING' ELSE 'SUCCESS' END,
        ${now}::timestamptz - n * interval '1 minute' FROM generate_series(1, 20000) n`;
    await db.$executeRaw`ANALYZE cron_job_logs`;
    const looked = await db.$transaction(async (tx) => {
      const store = createJobRunStore({ db: tx });
      const before = await wholeScans(tx);
      const latest = await store.latest(['job-1', 'job-2', 'never']);
      const open = await store.openSince(now);
      const scans = (await wholeScans(tx)) - before;
      return { latest: latest.map(({ job, startAt }) => [job, startAt]), open: open.length, scans };
    });
    expect(looked).toEqual({
      latest: [
        ['job-1', daysAgo(0, 60_000)],
        ['job-2', daysAgo(0, 120_000)],
      ],
      open: 2,
      scans: 0n,
    });
  });
});

/** Of this connection, some of those before this transaction included. */
async function wholeScans(tx: DatabaseSession): Promise<bigint> {
  const [scans] = await tx.$queryRaw<{ whole: bigint }[]>`
    SELECT seq_scan AS whole FROM pg_stat_xact_user_tables WHERE relname = 'cron_job_logs'`;
  return scans?.whole ?? 0n;
}

/** Lets so many looks pass. */
function stopAt(looks: number): () => void {
  let seen = 0;
  return () => {
    seen += 1;
    if (seen === looks) throw new Error('told to stop');
  };
}

async function rowsByTable(): Promise<Readonly<Record<string, number>>> {
  const tables = await database.db.$queryRaw<{ name: string }[]>`
    SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'`;
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await database.db.$queryRawUnsafe<{ rows: number }[]>(
      `SELECT count(*)::int AS rows FROM "${name}"`,
    );
    counts[name] = row?.rows ?? 0;
  }
  return counts;
}
