import { createCarryingActivities } from './carrying.js';
import { createMarkingActivities } from './marking.js';
import { createPlanningActivities } from './planning.js';
import { createReadingActivities } from './reading.js';
import { createRunActivities } from './runs.js';
import { createTickActivities } from './ticks.js';
import type { HistoryActivitiesDeps } from './within-run.js';

export type { EndRun, Opened } from './runs.js';
export type { DecideTick } from './ticks.js';
export { thisExecution } from './this-execution.js';
export { createWithinRun, type HistoryActivitiesDeps } from './within-run.js';

/** Activities of the history sync. Each is one use case of the area, and says there why it is safe to run twice. */
export const createHistoryActivities = (deps: HistoryActivitiesDeps) => ({
  ...createTickActivities(deps),
  ...createRunActivities(deps),
  ...createReadingActivities(deps),
  ...createMarkingActivities(deps),
  ...createCarryingActivities(deps),
  ...createPlanningActivities(deps),
});
