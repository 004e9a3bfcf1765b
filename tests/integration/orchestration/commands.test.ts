import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cancelled, heartbeat } from '@temporalio/activity';
import { createSyncCommands, type SyncCommands } from '../../../src/orchestration/commands.js';
import type { TemporalLink } from '../../../src/orchestration/connect.js';
import { TemporalUnavailableError } from '../../../src/orchestration/temporal-unavailable-error.js';
import type { Workers } from '../../../src/orchestration/workers.js';
import { queueNames } from '../../../src/workflows/contract.js';
import { collectLog } from '../../support/collect-log.js';
import { eventually } from '../../support/eventually.js';
import { openTemporal, runWorkers, unique } from './open-temporal.js';

describe('sync commands on a running Temporal', () => {
  let link: TemporalLink;
  let workers: Workers;
  let commands: SyncCommands;
  const held = new Map<string, () => void>();

  /** Ends at once for users named `quick…`, else when the test releases the user or the sync is cancelled. */
  const hold = async (userId: string): Promise<string> => {
    if (userId.startsWith('quick')) return 'success';
    const beat = setInterval(() => {
      heartbeat();
    }, 100);
    const released = new Promise<void>((resolve) => held.set(userId, resolve));
    await Promise.race([released, cancelled()]).finally(() => {
      clearInterval(beat);
    });
    return 'success';
  };

  const release = (userId: string) => {
    held.get(userId)?.();
  };
  const wish = (requestId: string) => ({ requestId, mode: 'normal', trigger: 'manual' }) as const;

  beforeAll(async () => {
    link = await openTemporal();
    const running = await runWorkers({ link, activities: { hold, tick: () => Promise.resolve() } });
    workers = running.workers;
    commands = createSyncCommands({
      client: link.client,
      queues: running.queues,
      log: collectLog().log,
    });
  });

  afterAll(async () => {
    for (const userId of held.keys()) release(userId);
    await workers.shutdown();
    await link.close();
  });

  it('starts a sync, lets a second request join it, and answers a repeated request the same', async () => {
    const userId = unique('user');
    const first = await commands.request(userId, wish('a'));
    const second = await commands.request(userId, wish('b'));
    const again = await commands.request(userId, wish('a'));
    expect(first).toMatchObject({ outcome: 'started', workflowId: `history:${userId}` });
    expect(second).toMatchObject({ outcome: 'joined', runId: first.runId });
    expect(again).toEqual(first);
    release(userId);
  });

  it('can be found by user and kind, and shows a summary without secrets', async () => {
    const userId = unique('user');
    await commands.request(userId, wish('a'));
    const query = `WatchflowUser = "${userId}" AND WatchflowKind = "syncHistory"`;
    const count = await eventually(async () => {
      const found = await link.client.workflow.count(query);
      return found.count > 0 ? found.count : undefined;
    }, 'the sync in the list');
    expect(count).toBe(1);
    const described = await link.client.workflow.getHandle(`history:${userId}`).describe();
    expect(await described.staticSummary()).toBe(`History sync of user ${userId}`);
    expect(described.priority).toMatchObject({ priorityKey: 2 });
    release(userId);
  });

  it('tells the progress of a running sync and nothing of one that has ended or never was', async () => {
    const userId = unique('user');
    expect(await commands.progress(userId)).toBeUndefined();
    const { runId } = await commands.request(userId, wish('a'));
    expect(await commands.progress(userId)).toMatchObject({
      runId,
      phase: 'reading',
      pages: { done: 1, total: 3 },
    });
    await eventually(() => Promise.resolve(held.get(userId)), 'the activity');
    release(userId);
    await link.client.workflow.getHandle(`history:${userId}`).result();
    expect(await commands.progress(userId)).toBeUndefined();
  });

  it('cancels a running sync once, and says so when none runs', async () => {
    const userId = unique('user');
    expect(await commands.cancel(userId)).toBe('not-running');
    await commands.request(userId, wish('a'));
    await eventually(() => Promise.resolve(held.get(userId)), 'the activity');
    expect(await commands.cancel(userId)).toBe('cancelling');
    await expect(link.client.workflow.getHandle(`history:${userId}`).result()).rejects.toThrow(
      /failed|cancel/i,
    );
    expect(await commands.cancel(userId)).toBe('not-running');
  });

  it('serves every request of a burst that meets syncs which are just closing', async () => {
    const userId = unique('quick');
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        await new Promise((resolve) => setTimeout(resolve, index * 15));
        return await commands.request(userId, wish(`r${index}`));
      }),
    );
    expect(answers).toHaveLength(40);
    expect(new Set(answers.map(({ runId }) => runId)).size).toBeGreaterThan(1);
  });

  it('answers a repeated request of a sync that has ended with that sync', async () => {
    const userId = unique('quick');
    const first = await commands.request(userId, wish('a'));
    await link.client.workflow.getHandle(`history:${userId}`).result();
    const again = await commands.request(userId, wish('a'));
    expect(again).toEqual(first);
  });

  it('gives up with a typed error when no worker serves the queue', async () => {
    const { log } = collectLog();
    const idle = createSyncCommands({
      client: link.client,
      queues: queueNames(unique('-nobody')),
      log,
      requestMs: 1_500,
      queryMs: 500,
    });
    const userId = unique('user');
    await expect(idle.request(userId, wish('a'))).rejects.toBeInstanceOf(TemporalUnavailableError);
    await link.client.workflow
      .getHandle(`history:${userId}`)
      .terminate()
      .catch(() => undefined);
  });

  it('does not hold anybody up when the worker of a running sync is gone', async () => {
    const { log, lines } = collectLog();
    const queues = queueNames(unique('-nobody'));
    const idle = createSyncCommands({ client: link.client, queues, log, queryMs: 500 });
    const userId = unique('user');
    const workflowId = `history:${userId}`;
    const handle = await link.client.workflow.start('syncHistory', {
      workflowId,
      taskQueue: queues.main,
      args: [{ userId, jobs: [] }],
    });
    expect(await idle.progress(userId)).toBeUndefined();
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'warn', event: 'a workflow did not tell its progress' }),
    );
    await handle.terminate();
  });
});
