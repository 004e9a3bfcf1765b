import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tickOutcomes } from '../../../src/areas/schedules/index.js';
import type { TemporalLink } from '../../../src/orchestration/connect.js';
import { nextDueTimes, parseTiming } from '../../../src/platform/lib/timing.js';
import { withDatabase } from '../../support/with-database.js';
import { openTemporal, unique } from './open-temporal.js';
import { anInstallation } from './schedule-installation.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

describe('what became of every due time', () => {
  const database = withDatabase();
  let link: TemporalLink;

  beforeAll(async () => {
    link = await openTemporal();
  });

  afterAll(async () => {
    await link.close();
  });

  /** An hourly schedule, made at the start of a day that the test moves through. */
  async function hourly() {
    let now = new Date('2026-11-22T00:30:00Z');
    const installation = anInstallation({
      client: link.client,
      db: database.db,
      clock: { now: () => now },
    });
    const userId = unique('user');
    const scheduleId = `history:${userId}`;
    installation.want(userId, { timing: '0 * * * *', timeZone: 'UTC' });
    await installation.schedules.follow('history', userId);
    const spread = (await installation.book.states.find(scheduleId))?.spreadSeconds ?? 0;
    return {
      ...installation,
      userId,
      scheduleId,
      at: (hour: number) => new Date(Date.UTC(2026, 10, 22, hour, 0, spread)),
      goTo: (hour: number, minute = 30) => {
        now = new Date(Date.UTC(2026, 10, 22, hour, minute));
      },
      ran: (hour: number) =>
        installation.book.ticks.record({
          scheduleId,
          scheduledAt: new Date(Date.UTC(2026, 10, 22, hour, 0, spread)),
          outcome: 'ran',
          why: null,
        }),
      async outcomes() {
        const { items } = await installation.book.ticks.page(scheduleId, { limit: 100 });
        return items
          .map(({ scheduledAt, outcome, why }) => {
            const hour = scheduledAt.getUTCHours();
            return `${hour} ${outcome}${why === null ? '' : ` ${why}`}`;
          })
          .reverse();
      },
      async end() {
        installation.want(userId, undefined);
        await installation.schedules.follow('history', userId);
      },
    };
  }

  it('is told by its tick, a pause, or a gap that is reported once', async () => {
    const day = await hourly();
    await day.ran(1);
    day.goTo(1, 45);
    await day.schedules.pause('history', day.userId, {
      by: 'person',
      reason: 'holiday',
      isAdmin: false,
    });
    day.goTo(3);
    await day.schedules.resume('history', day.userId, {
      by: 'person',
      reason: 'back',
      isAdmin: false,
    });
    await day.ran(4);
    day.goTo(6);
    expect(await day.schedules.watch()).toMatchObject({ due: 6, paused: 2, missed: 2, failed: 0 });
    expect(await day.outcomes()).toEqual([
      '1 ran',
      '2 paused person',
      '3 paused person',
      '4 ran',
      '5 missed not-fired',
      '6 missed not-fired',
    ]);
    expect(day.missed).toEqual([
      { scheduleId: day.scheduleId, userId: day.userId, count: 2, since: day.at(5) },
    ]);
    expect(await day.schedules.watch()).toMatchObject({ due: 0, missed: 0 });
    expect(day.missed).toHaveLength(1);
    await day.end();
  });

  it('is put down to a pause from outside that was seen only after it', async () => {
    const day = await hourly();
    await day.ran(1);
    day.goTo(1);
    await day.schedules.watch();
    await link.client.schedule.getHandle(day.scheduleId).pause('moving');
    day.goTo(3, 10);
    await day.schedules.look('history', day.userId);
    await link.client.schedule.getHandle(day.scheduleId).unpause('moved');
    day.goTo(3, 20);
    await day.schedules.look('history', day.userId);
    await day.ran(4);
    day.goTo(5, 10);
    await day.schedules.watch();
    expect(await day.outcomes()).toEqual([
      '1 ran',
      '2 paused outside',
      '3 paused outside',
      '4 ran',
      '5 missed not-fired',
    ]);
    await day.end();
  });

  it('is known at once of a pause, and corrected by a tick that was on its way', async () => {
    const day = await hourly();
    await day.ran(1);
    day.goTo(1);
    const pause = { by: 'person', reason: 'holiday', isAdmin: false } as const;
    await day.schedules.pause('history', day.userId, pause);
    day.goTo(2, 1);
    expect(await day.schedules.watch()).toMatchObject({ due: 2, paused: 1, missed: 0 });
    expect(await day.outcomes()).toEqual(['1 ran', '2 paused person']);
    await day.ran(2);
    expect(await day.outcomes()).toEqual(['1 ran', '2 ran']);
    await day.schedules.resume('history', day.userId, { ...pause, reason: 'back' });
    day.goTo(3, 1);
    expect(await day.schedules.watch()).toMatchObject({ due: 0, paused: 0, missed: 0 });
    await day.end();
  });

  it('leaves the youngest due times to their ticks, and believes a late tick or a backfill over the gap', async () => {
    const day = await hourly();
    day.goTo(2, 3);
    expect(await day.schedules.watch()).toMatchObject({ due: 1, missed: 1 });
    expect(await day.outcomes()).toEqual(['1 missed not-fired']);
    await day.ran(1);
    expect(await day.outcomes()).toEqual(['1 ran']);
    // The first word of a tick stays.
    await day.book.ticks.record({
      scheduleId: day.scheduleId,
      scheduledAt: day.at(1),
      outcome: 'skipped',
      why: 'late',
    });
    expect(await day.outcomes()).toEqual(['1 ran']);
    await day.end();
  });

  it('reckons by the settings that held at the time', async () => {
    const day = await hourly();
    day.goTo(2);
    day.want(day.userId, { timing: '0 4,5 * * *', timeZone: 'UTC' });
    await day.schedules.follow('history', day.userId);
    day.goTo(8);
    await day.schedules.watch();
    expect((await day.outcomes()).map((line) => line.split(' ')[0])).toEqual(['1', '2', '4', '5']);
    await day.end();
  });

  it('has every due time once on the day a clock is put back, whenever it is looked at', async () => {
    const start = Date.parse('2026-10-24T21:40:00Z');
    let now = new Date(start);
    const installation = anInstallation({
      client: link.client,
      db: database.db,
      clock: { now: () => now },
    });
    const userId = unique('user');
    const settings = { timing: '*/15 * * * *', timeZone: 'Europe/Berlin' };
    installation.want(userId, settings);
    await installation.schedules.follow('history', userId);
    for (let minutes = 55; minutes <= 440; minutes += 55) {
      now = new Date(start + minutes * minuteMs);
      await installation.schedules.watch();
    }
    const scheduleId = `history:${userId}`;
    const { items } = await installation.book.ticks.page(scheduleId, { limit: 100 });
    const parsed = parseTiming(settings.timing, settings.timeZone);
    const timing = parsed.kind === 'timing' ? parsed.timing : undefined;
    const spreadSeconds = (await installation.book.states.find(scheduleId))?.spreadSeconds ?? 0;
    const due =
      timing === undefined ? [] : nextDueTimes({ timing, spreadSeconds }, new Date(start), 100);
    // The youngest are left to their ticks.
    const settled = due.filter((time) => time.getTime() <= now.getTime() - 5 * minuteMs);
    expect(settled.length).toBeGreaterThan(15);
    expect(items.map(({ scheduledAt }) => scheduledAt).reverse()).toEqual(settled);
    installation.want(userId, undefined);
    await installation.schedules.follow('history', userId);
  });

  it('waits for a tick whose workflow is under way, and no longer when it has ended without a word', async () => {
    const day = await hourly();
    const workflowId = `${day.scheduleId}-${day.at(2).toISOString().slice(0, 19)}Z`;
    const open = await link.client.workflow.start('nobodyRunsThis', {
      workflowId,
      taskQueue: unique('nobody'),
    });
    await day.ran(1);
    day.goTo(4);
    expect(await day.schedules.watch()).toMatchObject({ missed: 0 });
    expect(await day.outcomes()).toEqual(['1 ran']);
    await open.terminate();
    expect(await day.schedules.watch()).toMatchObject({ missed: 3 });
    expect(await day.outcomes()).toEqual([
      '1 ran',
      '2 missed tick-failed',
      '3 missed not-fired',
      '4 missed not-fired',
    ]);
    await day.end();
  });

  it('is written down once when several processes look at once', async () => {
    const day = await hourly();
    day.goTo(20);
    const processes = [day.again(), day.again(), day.again()];
    const counts = await Promise.all(processes.map((process) => process.watch()));
    expect(counts.reduce((sum, { missed }) => sum + missed, 0)).toBe(20);
    expect(day.missed).toHaveLength(1);
    expect(await day.outcomes()).toHaveLength(20);
    await day.end();
  });

  it('is shown by page, newest first, and refuses a cursor that is not ours', async () => {
    const day = await hourly();
    day.goTo(5);
    await day.schedules.watch();
    const first = await day.book.ticks.page(day.scheduleId, { limit: 3 });
    const rest = await day.book.ticks.page(day.scheduleId, {
      limit: 3,
      cursor: first.nextCursor ?? '',
    });
    const hours = [...first.items, ...rest.items].map(({ scheduledAt }) =>
      Math.floor((scheduledAt.getTime() - day.at(0).getTime()) / hourMs),
    );
    expect(hours).toEqual([5, 4, 3, 2, 1]);
    expect(rest.nextCursor).toBeNull();
    await expect(day.book.ticks.page(day.scheduleId, { limit: 3, cursor: 'zzz' })).rejects.toThrow(
      'cursor',
    );
    expect(tickOutcomes).toContain(first.items[0]?.outcome);
    const summary = await day.book.summary(day.userId);
    expect(summary).toMatchObject({
      total: 1,
      running: 1,
      next: { scheduleId: day.scheduleId, at: day.at(6) },
      lastError: { scheduledAt: day.at(5), outcome: 'missed' },
    });
    await day.end();
  });
});
