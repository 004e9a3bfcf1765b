import { z } from 'zod';
import { isStorableTime } from '../../platform/lib/storable-time.js';

/** RFC 3339 in UTC, milliseconds given. */
export const timeSchema = z.iso.datetime({ precision: 3 });

/** A time in a query: any offset is taken, out comes the instant. */
export const timeQuery = z.iso
  .datetime({
    offset: true,
    error: 'expected an RFC 3339 time such as 2026-11-22T09:00:00Z (in an address, write + as %2B)',
  })
  .transform((text) => new Date(text))
  .refine(isStorableTime, 'expected a time in the years 1 to 9999, in UTC');

export const toTime = (date: Date | null): string | null =>
  date === null ? null : date.toISOString();
