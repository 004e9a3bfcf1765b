export { certify, type LedgerCounts } from './certificate.js';
export { createHistory, type History, type HistoryDeps } from './history.js';
export {
  exclusionReasons,
  parkReasons,
  playStates,
  runStatuses,
  type Certificate,
  type RunFilter,
  type RunPage,
  type RunStatus,
  type SyncRunView,
} from './run.js';
export type { PlayStanding } from './ledger/count-plays.js';
export { ReadBackDisagreesError } from './marking/read-back-disagrees-error.js';
export { TornReadError, type ReadProgress } from './reading/read-pages.js';
export type { Opened } from './runs/open-run.js';
export type { RunEnding } from './runs/close-run.js';
export type { Tick, TickDecision } from './runs/decide-tick.js';
export type { RequestCount } from './runs/run-requests.js';
export type { RunStart } from './runs/run-store.js';
export type { SyncSettings, SyncSettingsChange } from './sync-settings.js';
