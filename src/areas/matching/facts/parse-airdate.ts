import { dateOfDay, dayOf } from '../calendar-day.js';
import type { Day } from '../calendar-day.js';

const yearFirst = /(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)/g;
const dayFirst = /(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/g;
const compact = /^(\d{4})(\d{2})(\d{2})$/;

/**
 * The date in the wiki's free text as `YYYY-MM-DD`, or null: `2015-1-15`, `2013年09月25日`, `31.07.2002` and the like are read,
 * impossible dates (`2999-99-99`), parts of dates and texts with two different dates are not (Bangumi API notes, episodes).
 */
export function parseAirdate(text: string): string | null {
  const plain = text.normalize('NFKC').trim();
  const days = new Set<Day>();
  for (const [, year, month, day] of datesIn(plain)) {
    const found = possibleDay(Number(year), Number(month), Number(day));
    if (found === null) return null;
    days.add(found);
  }
  const [only] = days;
  return days.size === 1 && only !== undefined ? dateOfDay(only) : null;
}

function datesIn(text: string): readonly (readonly (string | undefined)[])[] {
  const whole = compact.exec(text);
  if (whole !== null) return [whole];
  const reversed = [...text.matchAll(dayFirst)].map(([all, day, month, year]) => [
    all,
    year,
    month,
    day,
  ]);
  return [...text.matchAll(yearFirst), ...reversed];
}

function possibleDay(year: number, month: number, day: number): Day | null {
  return year >= 1900 && year <= 2100 ? dayOf(year, month, day) : null;
}
