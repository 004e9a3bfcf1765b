import { createHistoryActivities, type HistoryActivitiesDeps } from './history/index.js';
import { createJobActivities, type JobActivitiesDeps } from './jobs.js';
import { createNotificationActivities, type NotificationActivitiesDeps } from './notifications.js';

export type { RetryPace } from './failures.js';
export type { JobActivitiesDeps } from './jobs.js';

export type ActivitiesDeps = HistoryActivitiesDeps & JobActivitiesDeps & NotificationActivitiesDeps;

export const createActivities = (deps: ActivitiesDeps) => ({
  ...createHistoryActivities(deps),
  ...createJobActivities(deps),
  ...createNotificationActivities(deps),
});

export type Activities = ReturnType<typeof createActivities>;
