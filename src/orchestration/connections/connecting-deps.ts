import type { Client } from '@temporalio/client';
import type { Audit } from '../../areas/audit/index.js';
import type { Connections } from '../../areas/connections/index.js';
import type { Schedules } from '../../areas/schedules/index.js';
import type { Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { QueueNames } from '../../workflows/contract.js';
import type { SyncCommands } from '../commands.js';
import type { ScheduleCommands } from '../schedules/schedule-commands.js';

export interface ConnectingDeps {
  readonly db: Database;
  readonly client: Client;
  readonly queues: QueueNames;
  readonly connections: Connections;
  readonly schedules: Pick<ScheduleCommands, 'pause' | 'resume' | 'follow'>;
  readonly book: Pick<Schedules, 'states'>;
  readonly syncs: Pick<SyncCommands, 'cancel'>;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Logger;
}
