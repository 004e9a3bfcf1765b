// Every function exported here is a workflow type, so nothing else is.
export { scheduleTick } from './schedule-tick.js';
export { syncHistory } from './sync-history.js';
