export { createSchedules, type Schedules, type SchedulesDeps } from './schedules.js';
export type { Accounted, MissedTicks, ServerFacts } from './account-ticks.js';
export {
  isByRule,
  pausers,
  rulingPausers,
  scheduleIdOf,
  type Pause,
  type Pauser,
  personalKinds,
  type PersonalKind,
  type ScheduleKind,
  type ScheduleState,
} from './schedule-state.js';
export type { ScheduleSummary } from './summary.js';
export type { Asking } from './state-store.js';
export { createTickStore, tickOutcomes, type Tick, type TickPage } from './tick-store.js';
