import { createHistoryActivities, type HistoryActivitiesDeps } from './history/index.js';
import { createNotificationActivities, type NotificationActivitiesDeps } from './notifications.js';

export type { RetryPace } from './failures.js';

export type ActivitiesDeps = HistoryActivitiesDeps & NotificationActivitiesDeps;

export const createActivities = (deps: ActivitiesDeps) => ({
  ...createHistoryActivities(deps),
  ...createNotificationActivities(deps),
});

export type Activities = ReturnType<typeof createActivities>;
