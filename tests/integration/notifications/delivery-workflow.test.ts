import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createNotificationActivities } from '../../../src/activities/notifications.js';
import type { TemporalLink } from '../../../src/orchestration/connect.js';
import {
  createDeliveryCommands,
  type DeliveryCommands,
} from '../../../src/orchestration/deliveries.js';
import { createWorkers, type Workers } from '../../../src/orchestration/workers.js';
import { deliveriesId, queueNames } from '../../../src/workflows/contract.js';
import { collectLog } from '../../support/collect-log.js';
import { eventually } from '../../support/eventually.js';
import { aNotice, notificationsOver } from '../../support/notifications-world.js';
import { answer, startRawServer } from '../../support/raw-server.js';
import { workflowBundlePath } from '../../support/shared-temporal.js';
import { withDatabase } from '../../support/with-database.js';
import { openTemporal, unique } from '../orchestration/open-temporal.js';

const database = withDatabase();
const { log, lines } = collectLog();

describe('the delivery of notifications as a workflow', () => {
  const queues = queueNames(unique(''));
  let link: TemporalLink;
  let workers: Workers;
  let commands: DeliveryCommands;

  beforeAll(async () => {
    link = await openTemporal();
    commands = createDeliveryCommands({ client: link.client, queues, log });
    const { notifications, clock } = notificationsOver(database.db);
    workers = await createWorkers({
      connection: link.connection,
      namespace: link.namespace,
      queues,
      activities: createNotificationActivities({ notifications, clock }),
      workflows: { bundlePath: await workflowBundlePath() },
      graceMs: 100,
      log,
    });
    workers.run().catch(() => undefined);
  });

  afterAll(async () => {
    await link.client.workflow
      .getHandle(deliveriesId(queues))
      .terminate()
      .catch(() => undefined);
    await link.client.schedule
      .getHandle(deliveriesId(queues))
      .delete()
      .catch(() => undefined);
    await workers.shutdown();
    await link.close();
  });

  /** Somebody with a webhook; `received` waits until so many requests have come. */
  async function somebody(replies: readonly number[] = []) {
    const server = await startRawServer((_request, index) => answer(replies[index] ?? 204));
    const userId = `u_${randomUUID()}`;
    const { notifications } = notificationsOver(database.db);
    await notifications.channels.create(userId, { name: 'mine', url: server.url });
    const received = (count: number) =>
      eventually(
        () => Promise.resolve(server.seen.length >= count ? server.seen : undefined),
        `${count} deliveries`,
      );
    return { server, userId, notifications, received };
  }

  it('is woken by what is told, and tries again what failed, under the same id', async () => {
    const { server, userId, notifications, received } = await somebody([503]);
    notifications.onWaiting(commands.wake);
    await notifications.notify(aNotice(userId));
    const seen = await received(2);
    expect(new Set(seen.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    await server.close();
  });

  it('serves those who tell something while it runs, or while it ends', async () => {
    const { server, userId, notifications, received } = await somebody();
    notifications.onWaiting(commands.wake);
    for (let key = 0; key < 30; key += 1) await notifications.notify(aNotice(userId, `k${key}`));
    expect(await received(30)).toHaveLength(30);
    await server.close();
  });

  it('finds by its Schedule what nobody was woken for', async () => {
    const { server, userId, notifications, received } = await somebody();
    // Killed between commit and wake: no listener.
    await notifications.notify(aNotice(userId));
    await Promise.all([commands.ensureSchedule(), commands.ensureSchedule()]);
    const schedule = link.client.schedule.getHandle(deliveriesId(queues));
    const { spec, policies } = await schedule.describe();
    expect(spec.intervals).toMatchObject([{ every: 300_000 }]);
    expect(policies.overlap).toBe('SKIP');
    expect(server.seen).toEqual([]);
    await schedule.trigger();
    expect(await received(1)).toHaveLength(1);
    await schedule.pause('by an operator');
    await commands.ensureSchedule();
    expect((await schedule.describe()).state.paused).toBe(true);
    await server.close();
  });

  it('says so in the log when Temporal cannot be told, and throws nothing', async () => {
    const gone = await openTemporal();
    const deaf = createDeliveryCommands({ client: gone.client, queues, log });
    await gone.close();
    deaf.wake();
    const warned = await eventually(
      () =>
        Promise.resolve(
          lines.find(({ event }) => event === 'notifications wait for their schedule'),
        ),
      'the warning',
    );
    expect(warned.level).toBe('warn');
  });
});
