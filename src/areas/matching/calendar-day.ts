/** A calendar day as the count of days since 1970-01-01, so that days can be compared and subtracted. */
export type Day = number;

const millisecondsPerDay = 86_400_000;
const japanAheadOfUtc = 9 * 3_600_000;

/** The day of `YYYY-MM-DD`; null for anything that is no such date. */
export function dayOfDate(date: string | null): Day | null {
  if (date === null) return null;
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  return parts === null ? null : dayOf(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

/** The day of a year, month (1–12) and day of month; null when the calendar has no such day. */
export function dayOf(year: number, month: number, dayOfMonth: number): Day | null {
  const time = new Date(Date.UTC(year, month - 1, dayOfMonth));
  const isReal = time.getUTCMonth() === month - 1 && time.getUTCDate() === dayOfMonth;
  return isReal ? time.getTime() / millisecondsPerDay : null;
}

/**
 * The day a UTC instant falls on in Japan; null for a missing or unreadable instant.
 * Three of four first broadcasts fall on another day in UTC (Bangumi API notes, mapping data sets). Japan has no summer time.
 */
export function dayInJapan(instant: string | null): Day | null {
  if (instant === null || instant === '') return null;
  const time = Date.parse(instant);
  return Number.isNaN(time) ? null : Math.floor((time + japanAheadOfUtc) / millisecondsPerDay);
}

export const yearOfDay = (day: Day): number => new Date(day * millisecondsPerDay).getUTCFullYear();

export function dateOfDay(day: Day): string {
  return new Date(day * millisecondsPerDay).toISOString().slice(0, 10);
}
