import { createConnectionActivities, type ConnectionActivitiesDeps } from './connections.js';
import { createHistoryActivities, type HistoryActivitiesDeps } from './history/index.js';
import { createImportActivities, type ImportActivitiesDeps } from './imports.js';
import { createJobActivities, type JobActivitiesDeps } from './jobs.js';
import { createListActivities, type ListActivitiesDeps } from './lists.js';
import { createNotificationActivities, type NotificationActivitiesDeps } from './notifications.js';

export type { RetryPace } from './failures.js';
export type { JobActivitiesDeps, JobWork } from './jobs.js';

export type ActivitiesDeps = ConnectionActivitiesDeps &
  HistoryActivitiesDeps &
  ImportActivitiesDeps &
  JobActivitiesDeps &
  ListActivitiesDeps &
  NotificationActivitiesDeps;

export const createActivities = (deps: ActivitiesDeps) => ({
  ...createConnectionActivities(deps),
  ...createHistoryActivities(deps),
  ...createImportActivities(deps),
  ...createJobActivities(deps),
  ...createListActivities(deps),
  ...createNotificationActivities(deps),
});

export type Activities = ReturnType<typeof createActivities>;
