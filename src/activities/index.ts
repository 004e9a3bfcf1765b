import { createHistoryActivities, type HistoryActivitiesDeps } from './history.js';

export const createActivities = (deps: HistoryActivitiesDeps) => ({
  ...createHistoryActivities(deps),
});

export type Activities = ReturnType<typeof createActivities>;
