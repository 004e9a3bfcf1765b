import type { Clock } from '../../platform/lib/clock.js';
import type { Database, DatabaseSession } from '../../platform/database/index.js';
import { accountTicks, type MissedTicks, type ServerFacts } from './account-ticks.js';
import type { ScheduleState } from './schedule-state.js';
import { summarise, type ScheduleSummary } from './summary.js';
import { createStateStore } from './state-store.js';
import { createTickStore } from './tick-store.js';

export interface SchedulesDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly onMissed: (tx: DatabaseSession, missed: MissedTicks) => Promise<void>;
}

export type Schedules = ReturnType<typeof createSchedules>;

/** What is known of people's Schedules beside Temporal: pauses and who made them, and what became of every due time. */
export function createSchedules(deps: SchedulesDeps) {
  const ticks = createTickStore(deps);
  const states = createStateStore(deps);
  return {
    states,
    ticks,
    /** Of one person, or of everybody. */
    summary: async (userId: string | undefined): Promise<ScheduleSummary> =>
      summarise(deps.db, await states.ofUser(userId), { now: deps.clock.now(), userId }),
    /** The server is asked only when a due time has no tick. */
    account: (state: ScheduleState, askServer: () => Promise<ServerFacts>) =>
      accountTicks({ ...deps, ticks }, state, askServer),
  };
}
