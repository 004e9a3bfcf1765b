import { z } from 'zod';

/** Years that PostgreSQL and RFC 3339 both write with four digits; there is no year 0. */
export function isStorableTime(time: Date): boolean {
  const year = time.getUTCFullYear();
  return year >= 1 && year <= 9999;
}

/** A time in a cursor of ours, which somebody may have changed. */
export const cursorTime = z.iso.datetime().refine((text) => isStorableTime(new Date(text)));
