import type { JobActivitiesDeps } from '../../activities/index.js';
import type { Connections } from '../../areas/connections/index.js';
import type { AccountDeletion } from '../../orchestration/accounts/delete-account.js';
import type { ConnectionCommands } from '../../orchestration/connections/connection-commands.js';
import type { ScheduleCommands } from '../../orchestration/schedules/schedule-commands.js';

export type Jobs = JobActivitiesDeps['jobs'];

export interface JobParts {
  readonly schedules: Pick<ScheduleCommands, 'watch' | 'reconcile'>;
  readonly connections: Pick<Connections, 'renewDue'>;
  readonly connecting: Pick<ConnectionCommands, 'heal'>;
  readonly accountDeletion: Pick<AccountDeletion, 'finish'>;
}

/** What each job does. */
export const createJobs = ({
  schedules,
  connections,
  connecting,
  accountDeletion,
}: JobParts): Jobs => ({
  'schedule-watch': async () => ({ ...(await schedules.watch()) }),
  'schedule-reconcile': async () => ({ ...(await schedules.reconcile()) }),
  'connections-renew': async () => ({
    ...(await connections.renewDue()),
    healed: await connecting.heal(),
    accountsDeleted: await accountDeletion.finish(),
  }),
});
