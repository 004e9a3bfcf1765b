import type { Client } from '@temporalio/client';
import {
  createScheduleCommands,
  type ScheduleCommands,
} from '../../orchestration/schedules/schedule-commands.js';
import type { Config } from '../../platform/config/config.js';
import type { Database } from '../../platform/database/index.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { QueueNames } from '../../workflows/contract.js';
import { idleJobs } from '../backup/backup-job.js';
import type { Areas } from './areas.js';
import { scheduleSources } from './schedule-sources.js';

interface ScheduleParts {
  readonly db: Database;
  readonly areas: Pick<Areas, 'scheduleBook' | 'history'>;
  readonly client: Client;
  readonly queues: QueueNames;
  readonly config: Config;
  readonly log: Logger;
}

/** Schedules in Temporal as settings and configuration want them. */
export const composeSchedules = ({
  client,
  queues,
  config,
  areas,
  db,
  log,
}: ScheduleParts): ScheduleCommands =>
  createScheduleCommands({
    client,
    queues,
    syncEnabled: config.sync.enabled,
    jobsEnabled: config.jobs.enabled,
    book: areas.scheduleBook,
    sources: scheduleSources({
      db,
      history: areas.history,
      listsTiming: config.lists.cron,
      suffix: config.temporal.taskQueueSuffix,
      withoutJobs: idleJobs(config),
      jobs: config.jobs,
    }),
    log,
  });
