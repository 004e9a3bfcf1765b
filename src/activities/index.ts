import { createHistoryActivities, type HistoryActivitiesDeps } from './history/index.js';

export const createActivities = (deps: HistoryActivitiesDeps) => ({
  ...createHistoryActivities(deps),
});

export type Activities = ReturnType<typeof createActivities>;
