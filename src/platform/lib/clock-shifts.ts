import type { Cron } from './cron.js';
import { nextDueTimes, type SpreadTiming } from './timing.js';
import { offsetReader, type OffsetAt } from './zone-offset.js';

/** What the zone's clock does about a due time. */
export type ClockNote = 'shifted' | 'first-of-two' | 'second-of-two';

export interface PreviewedRun {
  readonly at: Date;
  /** What the zone's clock shows then: `2027-03-28T04:30:17+02:00`. */
  readonly local: string;
  /** `shifted`: the first run after the clock changed; the others: this clock time comes twice, and may run but once. */
  readonly note: ClockNote | null;
}

/** A clock time that the zone leaves out, so that no run comes of it. */
export interface SkippedTime {
  /** `2027-03-28T02:30:00`, which no clock of the zone shows. */
  readonly local: string;
}

export interface TimingPreview {
  readonly runs: readonly PreviewedRun[];
  /** Between now and the last of the runs. */
  readonly skipped: readonly SkippedTime[];
}

/** The next due times, and what daylight saving does to them. */
export function previewTiming(spread: SpreadTiming, from: Date, count: number): TimingPreview {
  const { timing } = spread;
  const offsetAt = offsetReader(timing.timeZone);
  const due = nextDueTimes(spread, from, count).map(Number);
  let before = offsetAt(from.getTime());
  const runs = due.map((at): PreviewedRun => {
    const offset = offsetAt(at);
    const isShifted = offset !== before;
    before = offset;
    const note =
      timing.kind === 'cron' ? (twice(at, offsetAt) ?? shiftOf(isShifted)) : shiftOf(isShifted);
    return { at: new Date(at), local: `${wallText(at + offset)}${offsetText(offset)}`, note };
  });
  const until = due.at(-1) ?? from.getTime();
  const skipped = timing.kind === 'cron' ? skippedTimes(timing.cron, from.getTime(), until) : [];
  return { runs, skipped };
}

const shiftOf = (isShifted: boolean): ClockNote | null => (isShifted ? 'shifted' : null);

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Clocks are moved by half an hour to two hours. */
const shifts = [30, 60, 120].map((minutes) => minutes * minuteMs);

/** Which of two equal clock times this is; undefined when it comes once. */
function twice(at: number, offsetAt: OffsetAt): ClockNote | undefined {
  const wall = at + offsetAt(at);
  const shows = (other: number): boolean => other + offsetAt(other) === wall;
  if (shifts.some((shift) => shows(at + shift))) return 'first-of-two';
  return shifts.some((shift) => shows(at - shift)) ? 'second-of-two' : undefined;
}

/** Clock times asked for that fall into a gap. Only days on which the offset grows are looked at. */
function skippedTimes(cron: Cron, from: number, until: number): SkippedTime[] {
  const offsetAt = offsetReader(cron.timeZone);
  const found: SkippedTime[] = [];
  for (let day = from; day < until; day += dayMs) {
    if (offsetAt(day) >= offsetAt(day + dayMs)) continue;
    const change = changeWithin(day, offsetAt);
    if (change > from && change <= until) found.push(...wallTimesBetween(cron, change, offsetAt));
  }
  return found;
}

/** The minute at which the offset grows, between an instant and a day later. */
function changeWithin(start: number, offsetAt: OffsetAt): number {
  let [low, high] = [Math.floor(start / minuteMs), Math.ceil((start + dayMs) / minuteMs)];
  const before = offsetAt(low * minuteMs);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * minuteMs) === before) low = middle;
    else high = middle;
  }
  return high * minuteMs;
}

function wallTimesBetween({ fields }: Cron, change: number, offsetAt: OffsetAt): SkippedTime[] {
  const found: SkippedTime[] = [];
  const end = change + offsetAt(change);
  for (let wall = change + offsetAt(change - minuteMs); wall < end; wall += minuteMs) {
    const clock = new Date(wall);
    const isAskedFor =
      fields.minute.includes(clock.getUTCMinutes()) &&
      fields.hour.includes(clock.getUTCHours()) &&
      fields.dayOfMonth.includes(clock.getUTCDate()) &&
      fields.month.includes(clock.getUTCMonth() + 1) &&
      fields.dayOfWeek.includes(clock.getUTCDay());
    if (isAskedFor) found.push({ local: wallText(wall) });
  }
  return found;
}

const wallText = (wall: number): string => new Date(wall).toISOString().slice(0, 19);

function offsetText(offset: number): string {
  const minutes = Math.abs(Math.round(offset / minuteMs));
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
