import type { Cron, CronFields } from './cron.js';
import { dayOffsetReader, type OffsetAt } from './zone-offset.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Temporal's calendars end with 2100. */
const lastDay = Date.UTC(2100, 11, 31);
/** Further than this from a clock change the next run depends on nothing but the clock. */
const unsettledMs = 3 * hourMs;

/**
 * The next `count` instants strictly after `from`, as Temporal's server fires them. It goes from each run to the next, and
 * around a clock being put back the next depends on the run before: so the walk begins before such a change, wherever
 * `from` is, and every instant is a run or is none whoever asks.
 */
export function nextRuns(cron: Cron, from: Date, count: number): Date[] {
  const offsetAt = dayOffsetReader(cron.timeZone);
  const start = from.getTime();
  const isUnsettled = offsetAt(start - unsettledMs) !== offsetAt(start + unsettledMs);
  const runs: Date[] = [];
  let run = runAfter(cron, isUnsettled ? start - 2 * unsettledMs : start, offsetAt);
  while (run !== undefined && runs.length < count) {
    if (run > start) runs.push(new Date(run));
    run = runAfter(cron, run, offsetAt);
  }
  return runs;
}

/** A minute of the zone's clock; `day` is a calendar day written as if it were UTC. */
interface ClockTime {
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** One hour while the hour is gone through again. */
  readonly late: number;
}

/**
 * The server's walk through clock times (1.32, `service/worker/scheduler/calendar.go`), with what it does on days of a
 * change: an hour whose successor begins more than an hour after it is gone through again an hour later; a time that
 * does not exist is passed over with the rest of its hour. In a day that a zone left out (Samoa, 30 December 2011) the
 * server goes back in time and round for ever: here a run is always later than the one before.
 */
function runAfter({ fields }: Cron, instant: number, offsetAt: OffsetAt): number | undefined {
  let time = minuteAfter(instant, offsetAt);
  while (time.day <= lastDay) {
    if (time.minute > 59) time = hourEnded(time, offsetAt);
    else if (time.hour > 23 || !isRunDay(fields, time, offsetAt)) time = nextDay(time);
    else if (!fields.hour.includes(time.hour)) time = { ...nextHour(time), late: 0 };
    else if (!fields.minute.includes(time.minute)) time = { ...time, minute: time.minute + 1 };
    else {
      const shown = instantOf(time, offsetAt);
      const run = shown + time.late;
      if (run > instant && hourShown(shown, offsetAt) === time.hour) return run;
      time = nextHour(time);
    }
  }
  return undefined;
}

function minuteAfter(instant: number, offsetAt: OffsetAt): ClockTime {
  const wall = instant + offsetAt(instant);
  const day = Math.floor(wall / dayMs) * dayMs;
  const hour = Math.floor((wall - day) / hourMs);
  const minute = Math.floor((wall - day - hour * hourMs) / minuteMs) + 1;
  const isSecond = hourShown(instant - hourMs, offsetAt) === hour;
  return { day, hour, minute, late: isSecond ? hourMs : 0 };
}

function hourEnded(time: ClockTime, offsetAt: OffsetAt): ClockTime {
  const ended = { ...time, minute: 0 };
  const next = { ...nextHour(time), late: 0 };
  const isLonger = instantOf(next, offsetAt) - instantOf(ended, offsetAt) > hourMs;
  return time.late === 0 && isLonger ? { ...ended, late: hourMs } : next;
}

const nextHour = (time: ClockTime): ClockTime => ({ ...time, hour: time.hour + 1, minute: 0 });

/** Reached by the end of the last hour it may still be late; otherwise it begins anew. */
const nextDay = ({ day, hour, late }: ClockTime): ClockTime => ({
  day: day + dayMs,
  hour: 0,
  minute: 0,
  late: hour > 23 ? late : 0,
});

/** The day of the week is that of the instant: where midnight does not exist, that may be the day before. */
function isRunDay(fields: CronFields, time: ClockTime, offsetAt: OffsetAt): boolean {
  const date = new Date(time.day);
  if (!fields.month.includes(date.getUTCMonth() + 1)) return false;
  if (!fields.dayOfMonth.includes(date.getUTCDate())) return false;
  if (fields.dayOfWeek.length === 7) return true;
  const instant = instantOf(time, offsetAt);
  return fields.dayOfWeek.includes(new Date(instant + offsetAt(instant)).getUTCDay());
}

/** As Go's `time.Date` picks it: of two it is the second where the zone is ahead of UTC, else the first. */
function instantOf({ day, hour, minute }: ClockTime, offsetAt: OffsetAt): number {
  const wall = day + hour * hourMs + minute * minuteMs;
  return wall - offsetAt(wall - offsetAt(wall));
}

const hourShown = (instant: number, offsetAt: OffsetAt): number =>
  new Date(instant + offsetAt(instant)).getUTCHours();
