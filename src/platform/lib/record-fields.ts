import { z } from 'zod';
import { isStorableTime } from './storable-time.js';

/** An id of the caller's choice. */
export const recordId = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.:@~-]{0,199}$/,
    'expected 1 to 200 letters, digits or _ . : @ ~ -, the first a letter or digit',
  );

/** A time with its offset, as it is kept: in UTC. */
export const recordTime = z.iso
  .datetime({
    offset: true,
    abort: true,
    error: 'expected an RFC 3339 time such as 2026-11-22T09:00:00Z',
  })
  .refine((text) => isStorableTime(new Date(text)), 'expected a time in the years 1 to 9999')
  .transform((text) => new Date(text).toISOString());
