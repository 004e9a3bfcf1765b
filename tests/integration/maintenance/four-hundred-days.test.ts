import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createAccounts } from '../../../src/areas/accounts/index.js';
import { createAudit } from '../../../src/areas/audit/index.js';
import { createCleanup, createExpirations } from '../../../src/areas/maintenance/index.js';
import { collectLog } from '../../support/collect-log.js';
import { notificationsOver } from '../../support/notifications-world.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const days = 400;
const dayMs = 86_400_000;
const start = new Date('2027-01-01T09:00:00.000Z');
const dayOf = (day: number) => new Date(start.getTime() + day * dayMs);

/** Nothing runs in these. */
const isOff = (day: number): boolean => day >= 150 && day < 165;

/** When a key is made, and when it ends, in days from the start; `then`: on that day it is given another end. */
interface KeyLife {
  readonly made: number;
  readonly ends: number;
  readonly then?: { readonly on: number; readonly ends: number };
}

const lives: Readonly<Record<string, KeyLife>> = {
  usual: { made: 0, ends: 60 },
  'in the night': { made: 0, ends: 90.37 },
  short: { made: 10, ends: 15.5 },
  'of a day': { made: 33, ends: 34 },
  prolonged: { made: 0, ends: 50, then: { on: 45, ends: 200 } },
  'ends while nothing runs': { made: 0, ends: 155 },
  'due while nothing runs': { made: 0, ends: 168.2 },
  late: { made: 350, ends: 420 },
};

/** A step is told if a day on which something runs lies between it and the next stronger one. */
function expectedOf({ made, ends, then }: KeyLife): number[] {
  const from = (since: number, end: number, until: number): number[] => {
    const looks = Array.from({ length: days }, (_, day) => day).filter(
      (day) => day >= since && day < until && !isOff(day),
    );
    return [30, 14, 7, 3, 1, 0].filter((step, index, steps) => {
      const stronger = steps[index + 1];
      const before = stronger === undefined ? Number.POSITIVE_INFINITY : end - stronger;
      return looks.some((day) => day >= end - step && day < before);
    });
  };
  return then === undefined
    ? from(made, ends, days)
    : [...from(made, ends, then.on), ...from(then.on, then.ends, days)];
}

describe('four hundred days', () => {
  it('tell of each key what is due and no more, and keep exactly what is to be kept', async () => {
    const { db } = database;
    let today = 0;
    const clock = { now: () => dayOf(today) };
    const { log } = collectLog();
    const accounts = createAccounts({ db, clock });
    const { notifications } = notificationsOver(db);
    const audit = createAudit({ db, clock, log });
    const connections = { expiring: () => Promise.resolve([]) };
    const retention = { auditDays: 183, jobLogDays: 30, healthDays: 30, reminderDays: 90 };
    const translation = { cleanUp: () => Promise.reject(new Error('is off')) };
    const history = { planning: { cleanUp: () => Promise.reject(new Error('is off')) } };
    const cleanup = createCleanup({ db, clock, retention, accounts, translation, history });
    const parts = { db, clock, log, accounts, connections, notifications, audit };
    const expirations = createExpirations(parts);

    await db.user.create({ data: { id: 'u', name: 'u' } });
    const told: Record<string, number[]> = {};
    const sentOn: number[] = [];
    for (today = 0; today < days; today += 1) {
      for (const [id, life] of Object.entries(lives)) await liveOn(id, life, today);
      await leaveTraces(clock.now());
      if (isOff(today)) continue;
      const { sent, failed } = await expirations.check();
      const reminders = sent === 0 ? [] : await remindersSince(clock.now());
      expect({ sent, failed }).toEqual({ sent: reminders.length, failed: 0 });
      for (const { subjectId, step } of reminders) (told[subjectId] ??= []).push(step);
      sentOn.push(...reminders.map(() => today));
      await cleanup.run();
    }
    today = days - 1;
    const expected = Object.entries(lives).map(([id, life]) => [id, expectedOf(life)]);
    expect(told).toEqual(Object.fromEntries(expected));
    expect(told['usual']).toEqual([30, 14, 7, 3, 1, 0]);
    expect(told['ends while nothing runs']).toEqual([30, 14, 7, 0]);
    expect(await kept()).toEqual({
      // Today's and those of 183 days before.
      audit: 184,
      hourly: 93,
      rare: 20,
      sessions: 30,
      reminders: sentOn.filter((day) => day >= today - 90).length,
    });
  }, 240_000);
});

async function liveOn(id: string, { made, ends, then }: KeyLife, day: number): Promise<void> {
  const key = database.db.apiKey;
  const facts = { name: id, prefix: 'wf_a', scopes: [], hash: randomUUID() };
  if (day === made)
    await key.create({ data: { id, userId: 'u', ...facts, expiresAt: dayOf(ends) } });
  if (day === then?.on) await key.update({ where: { id }, data: { expiresAt: dayOf(then.ends) } });
}

/** What a day leaves behind: an audit record, three runs of one job, now and then one of another, a session of 30 days. */
async function leaveTraces(at: Date): Promise<void> {
  const { db } = database;
  const day = Math.round((at.getTime() - start.getTime()) / dayMs);
  const run = { trigger: 'schedule', status: 'SUCCESS', startAt: at, endAt: at, durationMs: 0 };
  const names = ['hourly', 'hourly', 'hourly', ...(day % 16 === 0 ? ['rare'] : [])];
  await db.cronJobLog.createMany({
    data: names.map((jobName) => ({ ...run, id: randomUUID(), jobName })),
  });
  await db.auditLog.create({
    data: { at, actorKind: 'system', action: 'job.ended', outcome: 'done' },
  });
  const token = { hash: randomUUID(), csrfToken: 'c', createdAt: at, rotatedAt: at };
  const expiresAt = new Date(at.getTime() + 30 * dayMs);
  // Seen to its last day.
  await db.session.create({
    data: { id: randomUUID(), userId: 'u', ...token, lastSeenAt: expiresAt, expiresAt },
  });
}

const remindersSince = (at: Date) =>
  database.db.expirationReminder.findMany({
    where: { sentAt: { gte: at } },
    select: { subjectId: true, step: true },
  });

async function kept() {
  const { db } = database;
  const runs = (jobName: string) => db.cronJobLog.count({ where: { jobName } });
  return {
    audit: await db.auditLog.count({ where: { action: 'job.ended' } }),
    hourly: await runs('hourly'),
    rare: await runs('rare'),
    sessions: await db.session.count(),
    reminders: await db.expirationReminder.count(),
  };
}
