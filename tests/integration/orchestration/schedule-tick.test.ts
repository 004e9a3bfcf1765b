import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TemporalLink } from '../../../src/orchestration/connect.js';
import type { Workers } from '../../../src/orchestration/workers.js';
import type { QueueNames, ScheduleTickInput } from '../../../src/workflows/contract.js';
import { eventually } from '../../support/eventually.js';
import { withDatabase } from '../../support/with-database.js';
import { openTemporal, runWorkers, unique } from './open-temporal.js';
import { anInstallation } from './schedule-installation.js';

describe('schedules on a running Temporal, with a worker', () => {
  const database = withDatabase();
  let link: TemporalLink;
  let workers: Workers;
  let queues: QueueNames;
  const ticks: ScheduleTickInput[] = [];

  beforeAll(async () => {
    link = await openTemporal();
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
    await link.close();
  });

  it('ticks when triggered, also while paused, and shows the tick', async () => {
    const { schedules, want } = anInstallation({
      client: link.client,
      db: database.db,
      queues,
    });
    const userId = unique('user');
    want(userId, { enabled: false });
    await schedules.follow('history', userId);
    expect(await schedules.trigger('history', userId)).toBe('done');
    await eventually(
      () => Promise.resolve(ticks.find((tick) => 'userId' in tick && tick.userId === userId)),
      'the tick',
    );
    const [recent] = await eventually(async () => {
      const found = (await schedules.describe('history', userId))?.recent ?? [];
      return found.length > 0 ? found : undefined;
    }, 'the tick in the description');
    expect(recent?.workflowId).toMatch(new RegExp(`^history:${userId}-20\\d\\d-`));
    want(userId, undefined);
    await schedules.follow('history', userId);
  });
});
