import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { Activities } from '../../../src/activities/index.js';
import { createSyncCommands, type SyncCommands } from '../../../src/orchestration/commands.js';
import type { TemporalLink } from '../../../src/orchestration/connect.js';
import { createWorkers } from '../../../src/orchestration/workers.js';
import {
  historyWorkflowId,
  queueNames,
  searchAttributes,
  type RunMode,
} from '../../../src/workflows/contract.js';
import { collectLog } from '../collect-log.js';
import { scriptedActivities } from './scripted-activities.js';

/** Where a scenario plays: the real workflows, scripted activities, one person. */
export interface Stage {
  readonly client: Client;
  readonly commands: SyncCommands;
  readonly userId: string;
  /** Asks for a sync as a person would. */
  request(mode: RunMode): Promise<unknown>;
  /** Waits for the end of the person's sync, whatever it is. */
  syncEnds(): Promise<void>;
  /** Stops the workers, does this, and starts others: what arrives meanwhile they find in one task. */
  withoutWorkers(act: () => Promise<void>): Promise<void>;
  /** Starts a tick as a Schedule would, and waits for its end. Answers its workflow id. */
  tick(): Promise<string>;
  /** The same for a job, whose name answers where it ran. */
  tickOfJob(): Promise<{ readonly tick: string; readonly job: string }>;
}

export interface Played {
  readonly link: TemporalLink;
  readonly bundlePath: string;
  readonly activities: Partial<Activities>;
  readonly play: (stage: Stage) => Promise<void>;
}

/** Histories hold queue names, and replay asks for the queues by name: the recorded ones are those of production. */
const queues = queueNames('');

export async function onStage({ link, bundlePath, activities, play }: Played): Promise<string> {
  const start = async () => {
    const workers = await createWorkers({
      connection: link.connection,
      namespace: link.namespace,
      queues,
      activities: scriptedActivities(activities),
      workflows: { bundlePath },
      graceMs: 100,
      log: collectLog().log,
    });
    const running = workers.run();
    return async () => {
      await workers.shutdown();
      await running;
    };
  };
  let stop = await start();
  const userId = randomUUID();
  const withoutWorkers: Stage['withoutWorkers'] = async (act) => {
    await stop();
    await act();
    stop = await start();
  };
  try {
    await play({ ...createStage(link.client, userId), withoutWorkers });
  } finally {
    await stop();
  }
  return userId;
}

function createStage(client: Client, userId: string): Omit<Stage, 'withoutWorkers'> {
  const commands = createSyncCommands({ client, queues, log: collectLog().log });
  let requests = 0;
  return {
    client,
    commands,
    userId,
    request: (mode) => {
      requests += 1;
      return commands.request(userId, {
        requestId: `request-${requests}`,
        ...(mode === 'undo' ? { undoes: 'run-1' } : {}),
        mode,
        trigger: 'manual',
      });
    },
    syncEnds: async () => {
      await client.workflow
        .getHandle(historyWorkflowId(userId))
        .result()
        .catch(() => undefined);
    },
    tick: async () => {
      const scheduleId = historyWorkflowId(userId);
      const workflowId = `${scheduleId}-2026-11-22T12:00:00Z`;
      await client.workflow.execute('scheduleTick', {
        workflowId,
        taskQueue: queues.main,
        args: [{ scheduleId, userId }],
        typedSearchAttributes: [{ key: searchAttributes.user, value: userId }],
      });
      return workflowId;
    },
    tickOfJob: async () => {
      const scheduleId = `job:schedule-watch-${userId}`;
      const workflowId = `${scheduleId}-2026-11-22T12:00:00Z`;
      await client.workflow.execute('scheduleTick', {
        workflowId,
        taskQueue: queues.main,
        args: [{ scheduleId, job: 'schedule-watch' }],
      });
      return { tick: workflowId, job: scheduleId };
    },
  };
}
