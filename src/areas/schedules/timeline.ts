import { z } from 'zod';
import { queryRows, sql, type Database } from '../../platform/database/index.js';
import { nextDueTimes, parseTiming, type SpreadTiming } from '../../platform/lib/timing.js';
import { pausers, type DueRule, type Pauser, type ScheduleEvent } from './schedule-state.js';

const eventRow = z
  .object({
    at: z.date(),
    what: z.enum(['timed', 'paused', 'resumed']),
    by: z.enum(pausers),
    reason: z.string().nullable(),
    timing: z.string().nullable(),
    timeZone: z.string().nullable(),
    spreadSeconds: z.int().nullable(),
  })
  .transform(({ at, what, by, reason, timing, timeZone, spreadSeconds }): ScheduleEvent => {
    if (what === 'resumed') return { at, what };
    if (what === 'paused') return { at, what, by, reason: reason ?? '' };
    return {
      at,
      what,
      timing: timing ?? '',
      timeZone: timeZone ?? 'UTC',
      spreadSeconds: spreadSeconds ?? 0,
    };
  });

/** What held at `after`, and everything until `until`, oldest first. */
export const readTimeline = (
  db: Database,
  scheduleId: string,
  { after, until }: { readonly after: Date; readonly until: Date },
): Promise<ScheduleEvent[]> =>
  queryRows(
    db,
    eventRow,
    sql`SELECT at, what, by, reason, timing, time_zone AS "timeZone", spread_seconds AS "spreadSeconds"
      FROM schedule_events e WHERE schedule_id = ${scheduleId} AND at <= ${until} AND (at > ${after}
        OR id = (SELECT id FROM schedule_events WHERE schedule_id = ${scheduleId} AND at <= ${after}
          AND what = 'timed' ORDER BY at DESC, id DESC LIMIT 1)
        OR id = (SELECT id FROM schedule_events WHERE schedule_id = ${scheduleId} AND at <= ${after}
          AND what <> 'timed' ORDER BY at DESC, id DESC LIMIT 1))
      ORDER BY at, id`,
  );

/** What happens within a minute of a due time may have come before its tick: jitter, and the way to Temporal. */
const blurMs = 60_000;

/** The due times in `(after, until]`, oldest first; at most `limit`. A change of timing takes those just before it along. */
export function dueTimesOf(
  timeline: readonly ScheduleEvent[],
  { after, until, limit }: { readonly after: Date; readonly until: Date; readonly limit: number },
): Date[] {
  const rules = timeline.filter((event) => event.what === 'timed');
  const due: Date[] = [];
  rules.forEach((rule, index) => {
    const change = rules[index + 1]?.at.getTime();
    const from = Math.max(after.getTime(), index === 0 ? 0 : rule.at.getTime());
    const to = change === undefined ? until.getTime() : Math.min(change - blurMs, until.getTime());
    const spread = toSpread(rule);
    if (spread !== undefined)
      due.push(...dueBetween(spread, { from, to, limit: limit - due.length }));
  });
  return due;
}

function dueBetween(
  spread: SpreadTiming,
  { from, to, limit }: { readonly from: number; readonly to: number; readonly limit: number },
): Date[] {
  const found: Date[] = [];
  let start = from;
  while (found.length < limit && start < to) {
    const next = nextDueTimes(spread, new Date(start), Math.min(limit - found.length, 50));
    const within = next.filter((time) => time.getTime() <= to);
    found.push(...within);
    const last = within.at(-1)?.getTime();
    if (last === undefined || within.length < next.length) break;
    start = last;
  }
  return found;
}

function toSpread({ timing, timeZone, spreadSeconds }: DueRule): SpreadTiming | undefined {
  const parsed = parseTiming(timing, timeZone);
  return parsed.kind === 'timing' ? { timing: parsed.timing, spreadSeconds } : undefined;
}

/** Who had it paused at this due time; undefined when it ran. */
export function pauserAt(timeline: readonly ScheduleEvent[], due: Date): Pauser | undefined {
  return pauserUntil(timeline, due.getTime()) ?? pauserUntil(timeline, due.getTime() + blurMs);
}

function pauserUntil(timeline: readonly ScheduleEvent[], until: number): Pauser | undefined {
  const last = timeline.findLast(({ at, what }) => what !== 'timed' && at.getTime() <= until);
  return last?.what === 'paused' ? last.by : undefined;
}
