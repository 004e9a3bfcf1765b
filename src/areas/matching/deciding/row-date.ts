import { dateOfDay, dayOfDate } from '../calendar-day.js';
import type { Day } from '../calendar-day.js';
import type { Evidence } from '../decision.js';
import type { EpisodeRow } from '../episode-row.js';

/** What a row's date says to a claim that it was aired on a day. */
export type DateVerdict =
  /** Within a day: late-night slots are filed under the day before, and wikis err by one. */
  | 'agrees'
  /** Two or three days off, but no other row of the subject is as near: a slip of the wiki. */
  | 'near'
  /** Nothing to compare, and the dates around the row leave room. */
  | 'unknown'
  | 'contradicts';

const slip = 3;

export const isMain = (row: EpisodeRow) => row.type === 0;

export function agreesOnDay(row: EpisodeRow, day: Day | null, tolerance = 1): boolean {
  const aired = dayOfDate(row.airdate);
  return day !== null && aired !== null && Math.abs(aired - day) <= tolerance;
}

export function judgeDate(
  row: EpisodeRow,
  rows: readonly EpisodeRow[],
  day: Day | null,
): DateVerdict {
  if (day === null) return 'unknown';
  const aired = dayOfDate(row.airdate);
  if (aired === null) return fitsBetween(row, rows, day) ? 'unknown' : 'contradicts';
  const distance = Math.abs(aired - day);
  if (distance <= 1) return 'agrees';
  const others = rows.filter((other) => isMain(other) && other.id !== row.id);
  return distance <= slip && !others.some((other) => agreesOnDay(other, day, distance))
    ? 'near'
    : 'contradicts';
}

/** A row without a date lies between the dated rows around it. */
function fitsBetween(row: EpisodeRow, rows: readonly EpisodeRow[], day: Day): boolean {
  return rows.filter(isMain).every((other) => {
    const aired = dayOfDate(other.airdate);
    if (aired === null || other.sort === row.sort) return true;
    return other.sort < row.sort ? aired <= day + slip : aired >= day - slip;
  });
}

export function dateEvidence(row: EpisodeRow, day: Day | null): Evidence {
  const trakt = day === null ? 'an unknown day' : dateOfDay(day);
  const bangumi = row.airdate ?? 'an unknown day';
  return {
    signal: 'air-date',
    detail: `first aired on ${trakt} (Japan), Bangumi's row says ${bangumi}`,
  };
}
