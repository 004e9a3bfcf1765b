import type { SchedulesPort } from '../../api/ports.js';
import { scheduleIdOf } from '../../areas/schedules/index.js';
import type { Watchflow } from './compose.js';

/** Schedules as the API asks for them. */
export function schedulesPort({
  config,
  schedules,
  scheduleBook: { ticks, summary },
}: Pick<Watchflow, 'config' | 'schedules' | 'scheduleBook'>): SchedulesPort {
  return {
    listsTiming: config.lists.cron,
    follow: (kind, userId) => schedules.follow(kind, userId),
    pause: (kind, userId, asking) => schedules.pause(kind, userId, asking),
    resume: (kind, userId, asking) => schedules.resume(kind, userId, asking),
    trigger: (kind, userId) => schedules.trigger(kind, userId),
    summary,
    ticks: (kind, userId, page) => ticks.page(scheduleIdOf(kind, userId), page),
    async look(kind, userId) {
      const [state, lastTick] = await Promise.all([
        schedules.look(kind, userId),
        ticks.latest(scheduleIdOf(kind, userId)),
      ]);
      return state === undefined
        ? undefined
        : { pause: state.pause, pending: state.pending, lastTick };
    },
    async describe(userId) {
      const [schedule, tick] = await Promise.all([
        schedules.describe('history', userId),
        ticks.latest(scheduleIdOf('history', userId)),
      ]);
      if (schedule === undefined) return undefined;
      return {
        nextRuns: schedule.nextRuns,
        paused: schedule.paused,
        pauseNote: schedule.pauseNote ?? null,
        lastTick:
          tick === null ? null : { at: tick.scheduledAt, outcome: tick.outcome, why: tick.why },
      };
    },
  };
}
