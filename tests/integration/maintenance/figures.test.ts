import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createReadFigures, type HealthSample } from '../../../src/areas/maintenance/index.js';
import type { Figure } from '../../../src/platform/observability/figures.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const now = new Date();
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

const sample = (component: HealthSample['component'], settled: HealthSample['settled']) => ({
  ...{ id: randomUUID(), component, state: 'ok' as const, settled, ms: 1, detail: null, at: now },
});

const read = () =>
  createReadFigures({
    ...{ db: database.db, clock: { now: () => now } },
    connections: {
      expiring: () =>
        Promise.resolve(
          (
            [
              ['bangumi', 6],
              ['bangumi', 8],
              ['trakt', 30],
            ] as const
          ).map(([service, days]) => ({
            ...{ userId: randomUUID(), service, isKeptOut: false },
            expiresAt: hoursAgo(-24 * days),
          })),
        ),
    },
    healthWatch: {
      latest: () =>
        Promise.resolve([
          sample('database', 'ok'),
          sample('trakt', 'degraded'),
          sample('disk', 'down'),
        ]),
    },
  })();

/** By what they are of, in words. */
const byLabels = (figures: readonly Figure[] | undefined) =>
  Object.fromEntries(
    (figures ?? []).map(({ labels, value }) => [Object.values(labels).join(' '), value]),
  );

beforeAll(async () => {
  const { db } = database;
  await db.user.createMany({ data: ['ann', 'bob'].map((id) => ({ id, name: id })) });
  const play = (
    userId: string,
    state: string,
    { hours = 90, reason = null as string | null } = {},
  ) => ({
    ...{ userId, source: 'trakt', sourceRef: randomUUID(), mediaType: 'movie', traktItemId: 1n },
    ...{ watchedAtGiven: '', action: 'watch', state, reason, observedAt: hoursAgo(hours) },
  });
  await db.play.createMany({
    data: [
      ...[
        play('ann', 'proven'),
        play('ann', 'parked', { reason: 'unmatched' }),
        play('ann', 'seen', { hours: 1 }),
      ],
      ...[
        play('bob', 'parked', { reason: 'unmatched' }),
        play('bob', 'parked'),
        play('bob', 'sent', { hours: 3 }),
      ],
    ],
  });
  const syncRun = (status: string, seconds: number | null, hours = 2) => ({
    ...{ id: randomUUID(), userId: 'ann', mode: 'normal', trigger: 'manual', status },
    ...{ workflowId: 'w', workflowRunId: 'r', startedAt: hoursAgo(hours) },
    endedAt: seconds === null ? null : new Date(hoursAgo(hours).getTime() + seconds * 1_000),
  });
  await db.syncRun.createMany({
    data: [
      ...[syncRun('success', 10), syncRun('success', 20), syncRun('incomplete', 30)],
      ...[syncRun('success', 9_000, 30), syncRun('failed', 500), syncRun('running', null)],
    ],
  });
  const job = (jobName: string, status: string, hours: number) => ({
    ...{ id: randomUUID(), jobName, trigger: 'schedule', status, startAt: hoursAgo(hours) },
    durationMs: status === 'RUNNING' ? null : hours * 1_000,
  });
  await db.cronJobLog.createMany({
    data: [
      ...[
        job('cleanup', 'SUCCESS', 20),
        job('cleanup', 'SUCCESS', 2.5),
        job('cleanup', 'FAILED', 1),
      ],
      ...[job('cleanup', 'SUCCESS', 25), job('backup', 'RUNNING', 1)],
    ],
  });
  const timing = { timing: '@every 6h', timeZone: 'UTC', spreadSeconds: 0, accountedUntil: now };
  const states = [
    ['history:ann', 'history'],
    ['job:cleanup', 'job'],
  ] as const;
  await db.scheduleState.createMany({
    data: states.map(([scheduleId, kind]) => ({ scheduleId, kind, ...timing })),
  });
  await db.scheduleTick.createMany({
    data: [
      ...[1, 2].map((hours) => ({
        scheduleId: 'history:ann',
        scheduledAt: hoursAgo(hours),
        outcome: 'unchanged',
      })),
      { scheduleId: 'history:ann', scheduledAt: hoursAgo(25), outcome: 'unchanged' },
      { scheduleId: 'job:cleanup', scheduledAt: hoursAgo(3), outcome: 'missed' },
    ],
  });
});

describe('figures for Prometheus', () => {
  it('count plays by state, and what is parked by reason', async () => {
    const { plays, plays_parked: parked } = await read();
    expect(byLabels(plays)).toEqual({ proven: 1, parked: 3, seen: 1, sent: 1 });
    expect(byLabels(parked)).toEqual({ unmatched: 2, none: 1 });
  });

  it('say how long the oldest play has waited that is still on its way', async () => {
    const [lag] = (await read()).sync_lag_seconds;
    expect(lag?.labels).toEqual({});
    expect((lag?.value ?? 0) / 3_600).toBeCloseTo(3, 1);
  });

  it('count syncs that have ended, and say how long those of a day took', async () => {
    const { sync_runs_total: runs, sync_run_seconds: seconds } = await read();
    expect(byLabels(runs)).toEqual({ success: 3, incomplete: 1, failed: 1 });
    expect(byLabels(seconds)).toEqual({ '0.5': 20, '0.95': 29 });
  });

  it('count runs of jobs and due times of a day, and say how long the last good run took', async () => {
    const { job_runs_day: runs, job_last_seconds: last, schedule_ticks_day: ticks } = await read();
    expect(byLabels(runs)).toEqual({
      'cleanup success': 2,
      'cleanup failed': 1,
      'backup running': 1,
    });
    expect(byLabels(last)).toEqual({ cleanup: 2.5 });
    expect(byLabels(ticks)).toEqual({ 'history unchanged': 2, 'job missed': 1 });
  });

  it('say which connections end within a week, and how each part is', async () => {
    const { connections_ending: ending, health } = await read();
    expect(byLabels(ending)).toEqual({ trakt: 0, bangumi: 1 });
    expect(byLabels(health)).toEqual({ database: 1, trakt: 0.5, disk: 0 });
  });
});
