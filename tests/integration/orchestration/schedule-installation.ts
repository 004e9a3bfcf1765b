import { Client } from '@temporalio/client';
import {
  createScheduleCommands,
  type ScheduleCommands,
} from '../../../src/orchestration/schedules/schedule-commands.js';
import type {
  ScheduleSource,
  WantedSchedule,
} from '../../../src/orchestration/schedules/wanted-schedule.js';
import {
  createSchedules,
  type MissedTicks,
  type Schedules,
} from '../../../src/areas/schedules/index.js';
import type { Database } from '../../../src/platform/database/index.js';
import { systemClock, type Clock } from '../../../src/platform/lib/clock.js';
import { queueNames, type QueueNames } from '../../../src/workflows/contract.js';
import { collectLog } from '../../support/collect-log.js';
import { unique } from './open-temporal.js';

export type Wish = Partial<Omit<WantedSchedule, 'kind' | 'ownerId'>>;

export interface Installation {
  readonly schedules: ScheduleCommands;
  readonly book: Schedules;
  readonly queues: QueueNames;
  readonly missed: readonly MissedTicks[];
  /** What the settings say from now on; undefined = the person is gone. */
  readonly want: (userId: string, wish: Wish | undefined) => void;
  /** As another process of the same installation sees it. */
  readonly again: (change?: {
    readonly syncEnabled?: boolean;
    readonly client?: Client;
  }) => ScheduleCommands;
}

export interface InstallationOptions {
  readonly client: Client;
  readonly db: Database;
  readonly clock?: Clock | undefined;
  readonly queues?: QueueNames | undefined;
}

/** An installation of its own, so that reconciling deletes nothing of another test; its settings are kept in memory. */
export function anInstallation({
  client,
  db,
  clock = systemClock,
  queues = queueNames(unique('-i')),
}: InstallationOptions): Installation {
  const wishes = new Map<string, WantedSchedule>();
  const missed: MissedTicks[] = [];
  const book = createSchedules({
    db,
    clock,
    onMissed: (_tx, ticks) => {
      missed.push(ticks);
      return Promise.resolve();
    },
  });
  const source: ScheduleSource = {
    kind: 'history',
    find: (ownerId) => Promise.resolve(wishes.get(ownerId)),
    all: () => Promise.resolve([...wishes.values()]),
  };
  const make = (syncEnabled: boolean, through: Client): ScheduleCommands =>
    createScheduleCommands({
      client: through,
      queues,
      syncEnabled,
      jobsEnabled: true,
      book,
      sources: [source],
      log: collectLog().log,
    });
  return {
    schedules: make(true, client),
    book,
    queues,
    missed,
    want(userId, wish) {
      if (wish === undefined) wishes.delete(userId);
      else {
        wishes.set(userId, {
          kind: 'history',
          ownerId: userId,
          enabled: true,
          timing: '30 4 * * *',
          timeZone: 'Asia/Shanghai',
          missed: 'run-once',
          version: (wishes.get(userId)?.version ?? 0) + 1,
          ...wish,
        });
      }
    },
    again: ({ syncEnabled = true, client: through = client } = {}) => make(syncEnabled, through),
  };
}

/** A process that is killed as it writes to Temporal. */
export function deadOnWrite(client: Client): Client {
  const dead = new Client({ connection: client.connection, namespace: client.options.namespace });
  const getHandle = dead.schedule.getHandle.bind(dead.schedule);
  dead.schedule.getHandle = (id) =>
    Object.assign(getHandle(id), { update: () => Promise.reject(new Error('killed')) });
  return dead;
}
