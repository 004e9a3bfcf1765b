// Every function exported here is a workflow type, so nothing else is.
export { connectDevice } from './connect-device.js';
export { deleteList } from './delete-list.js';
export { deliverNotifications } from './deliver-notifications.js';
export { importPlays } from './import-plays.js';
export { planHistory } from './plan-history.js';
export { reconcileList } from './reconcile-list.js';
export { reconcileLists } from './reconcile-lists.js';
export { runJob } from './run-job.js';
export { scheduleTick } from './schedule-tick.js';
export { syncHistory } from './sync-history.js';
