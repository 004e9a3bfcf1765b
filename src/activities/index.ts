import { createHistoryActivities, type HistoryActivitiesDeps } from './history/index.js';

export type { RetryPace } from './failures.js';

export const createActivities = (deps: HistoryActivitiesDeps) => ({
  ...createHistoryActivities(deps),
});

export type Activities = ReturnType<typeof createActivities>;
