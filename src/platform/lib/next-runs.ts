import type { Cron } from './cron.js';
import { offsetReader, type OffsetAt } from './zone-offset.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Temporal's calendars end with 2100. */
const lastDay = Date.UTC(2100, 11, 31);

/**
 * The next `count` instants strictly after `from`, as Temporal's server fires them: a clock time that daylight saving
 * skips is skipped, one that comes twice fires twice. (Zones that shift by half an hour – Lord Howe Island – are left
 * to the server: on the two days of the shift it may differ from this.)
 */
export function nextRuns(cron: Cron, from: Date, count: number): Date[] {
  const offsetAt = offsetReader(cron.timeZone);
  const runs: Date[] = [];
  // A zone is at most 14 hours ahead of UTC: one day earlier is early enough.
  for (
    let day = startOfUtcDay(from.getTime()) - dayMs;
    day <= lastDay && runs.length < count;
    day += dayMs
  ) {
    if (!isRunDay(cron, day)) continue;
    const later = instantsOf(cron, day, offsetAt).filter((instant) => instant > from.getTime());
    runs.push(...later.slice(0, count - runs.length).map((instant) => new Date(instant)));
  }
  return runs;
}

const startOfUtcDay = (instant: number) => Math.floor(instant / dayMs) * dayMs;

/** `day` is a calendar day written as if it were UTC. */
function isRunDay({ fields }: Cron, day: number): boolean {
  const date = new Date(day);
  return (
    fields.month.includes(date.getUTCMonth() + 1) &&
    fields.dayOfMonth.includes(date.getUTCDate()) &&
    fields.dayOfWeek.includes(date.getUTCDay())
  );
}

/** The instants at which the zone's clock shows the wanted times of this day, in order. */
function instantsOf({ fields }: Cron, day: number, offsetAt: OffsetAt): number[] {
  const offsets = new Set([offsetAt(day - dayMs), offsetAt(day + 2 * dayMs)]);
  const changes = offsets.size > 1;
  const instants = fields.hour.flatMap((hour) =>
    fields.minute.flatMap((minute) => {
      const wall = day + hour * hourMs + minute * 60_000;
      const candidates = [...offsets].map((offset) => wall - offset);
      return changes
        ? candidates.filter((instant) => instant + offsetAt(instant) === wall)
        : candidates;
    }),
  );
  return changes ? instants.sort((left, right) => left - right) : instants;
}
