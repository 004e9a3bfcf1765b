import type { JobActivitiesDeps } from '../../activities/index.js';
import type { ScheduleCommands } from '../../orchestration/schedules/schedule-commands.js';

export type Jobs = JobActivitiesDeps['jobs'];

/** What each job does. */
export const createJobs = (schedules: ScheduleCommands): Jobs => ({
  'schedule-watch': async () => ({ ...(await schedules.watch()) }),
  'schedule-reconcile': async () => ({ ...(await schedules.reconcile()) }),
});
