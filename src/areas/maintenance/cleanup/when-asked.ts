import { sql } from '../../../platform/database/index.js';
import { aged, daysBefore, type Removable } from './removable.js';

/** What keys used, here and at the relay. */
export const ofUsage = (now: Date, days: number | undefined): readonly Removable[] =>
  days === undefined
    ? []
    : [aged('keyUsage', sql`key_usage`, { days, where: sql`hour < ${daysBefore(now, days)}` })];

/**
 * What became of due times, and what they were reckoned with. Of a schedule that is there stay its newest tick, those not accounted for yet,
 * and what has held since: its last timing and its last pause, or end of one.
 */
export function ofSchedules(now: Date, days: number | undefined): readonly Removable[] {
  if (days === undefined) return [];
  const before = daysBefore(now, days);
  return [
    aged('ticks', sql`schedule_ticks`, {
      days,
      where: sql`scheduled_at < ${before} AND NOT EXISTS (SELECT FROM schedule_states s WHERE s.schedule_id = t.schedule_id
        AND (s.accounted_until <= t.scheduled_at OR NOT EXISTS (
          SELECT FROM schedule_ticks n WHERE n.schedule_id = t.schedule_id AND n.scheduled_at > t.scheduled_at)))`,
    }),
    aged('scheduleEvents', sql`schedule_events`, {
      days,
      where: sql`at < ${before} AND NOT EXISTS (SELECT FROM schedule_states s WHERE s.schedule_id = t.schedule_id
        AND NOT EXISTS (SELECT FROM schedule_events n WHERE n.schedule_id = t.schedule_id AND (n.what = 'timed') = (t.what = 'timed')
          AND (n.at, n.id) > (t.at, t.id) AND n.at <= s.accounted_until))`,
    }),
  ];
}

/** Runs of each list that are kept however old they are. */
const keptRuns = 20;

/**
 * Ended runs of lists, and lists that are gone on Trakt too, with what hangs on them. Of a list that is there stay its last runs, the last that
 * showed it as it should be, and that it was taken away: without it it would be taken away again.
 */
export function ofLists(now: Date, days: number | undefined): readonly Removable[] {
  if (days === undefined) return [];
  const before = daysBefore(now, days);
  return [
    aged('listRuns', sql`list_runs`, {
      days,
      where: sql`ended_at < ${before} AND kind <> 'delete' AND started_at <
          (SELECT n.started_at FROM list_runs n WHERE n.list_id = t.list_id ORDER BY n.started_at DESC, n.id OFFSET ${keptRuns - 1} LIMIT 1)
        AND (status NOT IN ('success', 'unchanged') OR EXISTS (SELECT FROM list_runs n WHERE n.list_id = t.list_id
          AND n.status IN ('success', 'unchanged') AND n.started_at > t.started_at))`,
    }),
    aged('deletedLists', sql`lists`, {
      days,
      where: sql`deleted_at < ${before} AND standing = 'deleted' AND standing_since < ${before}
        AND NOT EXISTS (SELECT FROM list_runs r WHERE r.list_id = t.id AND r.ended_at IS NULL)`,
    }),
  ];
}
