import { offsetReader } from '../../../platform/lib/zone-offset.js';

/** A day as the relay counts it. */
export interface RelayDay {
  /** An instant well within it. */
  readonly at: Date;
  readonly start: Date;
  readonly end: Date;
  /** The hour that is given what no hour of that day has been given yet. */
  readonly hour: Date;
}

export interface DaysWish {
  readonly timeZone: string;
  /** As of when the numbers are; null: never read. */
  readonly since: Date | null;
  readonly now: Date;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** What is read at the beginning of an hour came about in the one before. */
const graceMs = 5 * 60_000;

/** So far back the relay corrects itself, we take it. */
const correctedMs = dayMs;

/** The relay forgets days after 32. */
const mostDays = 31;

/** Days to read, oldest first: from a day before the last reading up to now. */
export function relayDays({ timeZone, since, now }: DaysWish): readonly RelayDay[] {
  const offsetAt = offsetReader(timeZone);
  const indexOf = (time: number) => Math.floor((time + offsetAt(time)) / dayMs);
  const startOf = (index: number) => {
    const wall = index * dayMs;
    return wall - offsetAt(wall - offsetAt(wall));
  };
  const last = now.getTime() - graceMs;
  const today = indexOf(last);
  const wanted = since === null ? 0 : indexOf(since.getTime() - graceMs - correctedMs);
  const first = Math.min(today, Math.max(wanted, today - mostDays + 1));
  return Array.from({ length: today - first + 1 }, (_, at) => {
    const index = first + at;
    const [start, end] = [startOf(index), startOf(index + 1)];
    const time = index === today ? last : end - 1;
    return {
      at: new Date(start + 12 * hourMs),
      start: new Date(start),
      end: new Date(end),
      hour: new Date(start + Math.floor((time - start) / hourMs) * hourMs),
    };
  });
}
