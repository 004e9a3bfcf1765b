import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TemporalLink } from '../../../src/orchestration/connect.js';
import {
  createScheduleCommands,
  type ScheduleCommands,
} from '../../../src/orchestration/schedules/schedule-commands.js';
import type { Workers } from '../../../src/orchestration/workers.js';
import {
  queueNames,
  type QueueNames,
  type ScheduleTickInput,
} from '../../../src/workflows/contract.js';
import { collectLog } from '../../support/collect-log.js';
import { eventually } from '../../support/eventually.js';
import { openTemporal, runWorkers, unique } from './open-temporal.js';

const daily = { enabled: true, cron: '30 4 * * *', timeZone: 'Asia/Shanghai' };

describe('schedules on a running Temporal', () => {
  let link: TemporalLink;

  beforeAll(async () => {
    link = await openTemporal();
  });

  afterAll(async () => {
    await link.close();
  });

  /** An installation of its own, so that reconciling deletes nothing of another test. */
  const anInstallation = (
    queues: QueueNames = queueNames(unique('-i')),
    syncEnabled = true,
  ): ScheduleCommands =>
    createScheduleCommands({ client: link.client, queues, syncEnabled, log: collectLog().log });

  it('creates what is missing and writes nothing the second time', async () => {
    const schedules = anInstallation();
    const users = [
      { userId: unique('user'), settings: daily },
      { userId: unique('user'), settings: { ...daily, cron: '*/5 * * * *', timeZone: 'UTC' } },
      { userId: unique('user'), settings: { ...daily, enabled: false } },
    ];
    expect(await schedules.reconcile(users)).toEqual({
      created: 3,
      updated: 0,
      unchanged: 0,
      deleted: 0,
      failed: 0,
    });
    expect(await schedules.reconcile(users)).toEqual({
      created: 0,
      updated: 0,
      unchanged: 3,
      deleted: 0,
      failed: 0,
    });
    await schedules.reconcile([]);
  });

  it('fires at the local time asked for, with overlap, catch-up and jitter as designed', async () => {
    const schedules = anInstallation();
    const userId = unique('user');
    await schedules.apply(userId, daily);
    const [next] = (await schedules.describe(userId))?.nextRuns ?? [];
    // 04:30 in Shanghai, and up to 20 s of jitter.
    expect(next?.toISOString()).toMatch(/T20:30:[012]\d/);
    const { policies, spec, action } = await link.client.schedule
      .getHandle(`history:${userId}`)
      .describe();
    expect(policies).toEqual({ overlap: 'SKIP', catchupWindow: 86_400_000, pauseOnFailure: false });
    expect(spec).toMatchObject({ jitter: 20_000, timezone: 'Asia/Shanghai' });
    expect(action).toMatchObject({
      workflowType: 'scheduleTick',
      args: [{ scheduleId: `history:${userId}`, userId }],
    });
    await schedules.delete(userId);
  });

  it('follows a change of settings and keeps the catch-up window', async () => {
    const schedules = anInstallation();
    const userId = unique('user');
    expect(await schedules.apply(userId, daily)).toBe('created');
    expect(await schedules.apply(userId, daily)).toBe('unchanged');
    expect(await schedules.apply(userId, { ...daily, cron: '0 * * * *' })).toBe('updated');
    expect(await schedules.apply(userId, { ...daily, cron: '0 * * * *' })).toBe('unchanged');
    expect(await schedules.apply(userId, { ...daily, cron: '0 * * * *', timeZone: 'UTC' })).toBe(
      'updated',
    );
    const { policies } = await link.client.schedule.getHandle(`history:${userId}`).describe();
    expect(policies.catchupWindow).toBe(3_600_000);
    await schedules.delete(userId);
  });

  it('never undoes the pause of an operator, even when the settings change', async () => {
    const schedules = anInstallation();
    const userId = unique('user');
    await schedules.apply(userId, daily);
    await link.client.schedule.getHandle(`history:${userId}`).pause('maintenance of the database');
    expect(await schedules.apply(userId, { ...daily, cron: '0 5 * * *' })).toBe('updated');
    expect(await schedules.apply(userId, { ...daily, cron: '0 5 * * *', enabled: false })).toBe(
      'unchanged',
    );
    expect(await schedules.describe(userId)).toMatchObject({
      paused: true,
      pauseNote: 'maintenance of the database',
      pausedByUs: false,
    });
    await schedules.delete(userId);
  });

  it('pauses what is switched off and lets it run again when switched on', async () => {
    const schedules = anInstallation();
    const userId = unique('user');
    await schedules.apply(userId, { ...daily, enabled: false });
    expect(await schedules.describe(userId)).toMatchObject({ paused: true, pausedByUs: true });
    await schedules.apply(userId, daily);
    expect(await schedules.describe(userId)).toMatchObject({ paused: false, pauseNote: undefined });
    await schedules.delete(userId);
  });

  it('keeps every schedule paused while SYNC_ENABLED is off, and only then', async () => {
    const queues = queueNames(unique('-i'));
    const userId = unique('user');
    const users = [{ userId, settings: daily }];
    await anInstallation(queues).reconcile(users);
    expect(await anInstallation(queues, false).reconcile(users)).toMatchObject({ updated: 1 });
    expect(await anInstallation(queues).describe(userId)).toMatchObject({
      paused: true,
      pausedByUs: true,
    });
    expect(await anInstallation(queues).reconcile(users)).toMatchObject({ updated: 1 });
    expect(await anInstallation(queues).describe(userId)).toMatchObject({ paused: false });
    await anInstallation(queues).reconcile([]);
  });

  it('keeps a pause asked for through the door over a reconcile, until it is lifted', async () => {
    const schedules = anInstallation();
    const userId = unique('user');
    await schedules.apply(userId, daily);
    expect(await schedules.pause(userId, 'holiday')).toBe('done');
    await schedules.apply(userId, daily);
    expect(await schedules.describe(userId)).toMatchObject({
      paused: true,
      pauseNote: 'paused: holiday',
    });
    expect(await schedules.unpause(userId, 'back home')).toBe('done');
    expect(await schedules.describe(userId)).toMatchObject({ paused: false });
    await schedules.delete(userId);
  });

  it('deletes schedules of users that are gone and leaves those of others alone', async () => {
    const queues = queueNames(unique('-i'));
    const schedules = anInstallation(queues);
    const [gone, stays, foreign] = [unique('user'), unique('user'), unique('user')];
    await schedules.apply(gone, daily);
    await schedules.apply(stays, daily);
    const other = anInstallation();
    await other.apply(foreign, daily);
    const handmade = await link.client.schedule.create({
      scheduleId: `history:${unique('handmade')}`,
      spec: { intervals: [{ every: 86_400_000 }] },
      action: { type: 'startWorkflow', workflowType: 'anything', taskQueue: 'anywhere' },
    });
    await eventually(async () => {
      const { deleted } = await schedules.reconcile([{ userId: stays, settings: daily }]);
      return deleted === 1 ? true : undefined;
    }, 'the deletion of the schedule that is gone');
    expect(await schedules.describe(gone)).toBeUndefined();
    expect(await schedules.describe(stays)).toBeDefined();
    expect(await other.describe(foreign)).toBeDefined();
    expect((await handmade.describe()).action.workflowType).toBe('anything');
    await Promise.all([handmade.delete(), other.delete(foreign), schedules.delete(stays)]);
  });

  it('leaves a schedule as it is when its settings cannot be used, and goes on with the others', async () => {
    const schedules = anInstallation();
    const [faulty, fine] = [unique('user'), unique('user')];
    await schedules.apply(faulty, daily);
    const users = [
      { userId: faulty, settings: { ...daily, cron: 'now and then' } },
      { userId: fine, settings: daily },
    ];
    expect(await schedules.reconcile(users)).toMatchObject({ created: 1, deleted: 0, failed: 1 });
    expect(await schedules.describe(faulty)).toBeDefined();
    await Promise.all([schedules.delete(faulty), schedules.delete(fine)]);
  });

  it('answers not-found for a schedule that is not there', async () => {
    const schedules = anInstallation();
    const userId = unique('user');
    const commands = [
      schedules.trigger(userId),
      schedules.pause(userId, 'x'),
      schedules.unpause(userId, 'x'),
      schedules.delete(userId),
    ];
    expect(await Promise.all(commands)).toEqual([
      'not-found',
      'not-found',
      'not-found',
      'not-found',
    ]);
    expect(await schedules.describe(userId)).toBeUndefined();
  });

  describe('with a worker', () => {
    let workers: Workers;
    let queues: QueueNames;
    const ticks: ScheduleTickInput[] = [];

    beforeAll(async () => {
      const running = await runWorkers({
        link,
        activities: {
          hold: () => Promise.resolve('success'),
          tick: (input) => {
            ticks.push(input);
            return Promise.resolve();
          },
        },
      });
      workers = running.workers;
      queues = running.queues;
    });

    afterAll(async () => {
      await workers.shutdown();
    });

    it('ticks when triggered, also while paused, and shows the tick', async () => {
      const schedules = anInstallation(queues);
      const userId = unique('user');
      await schedules.apply(userId, { ...daily, enabled: false });
      expect(await schedules.trigger(userId)).toBe('done');
      await eventually(
        () => Promise.resolve(ticks.find((tick) => tick.userId === userId)),
        'the tick',
      );
      const [recent] = await eventually(async () => {
        const found = (await schedules.describe(userId))?.recent ?? [];
        return found.length > 0 ? found : undefined;
      }, 'the tick in the description');
      expect(recent?.workflowId).toMatch(new RegExp(`^history:${userId}-20\\d\\d-`));
      await schedules.delete(userId);
    });
  });
});
