import { z } from 'zod';
import { exclusionReasons, parkReasons, playStates } from '../../../areas/history/index.js';
import { nextCursorSchema, pageQuery } from '../page.js';
import { runItemSchema } from '../runs/run-items.js';
import { timeQuery } from '../time.js';

/** Bangumi's subjects are numbered from 1. */
const subjectQuery = z.coerce.number().int().min(1).max(2_147_483_647);

export const reasonSchema = z.enum([...parkReasons, ...exclusionReasons]);

export const playsQuery = pageQuery.extend({
  state: z.enum(playStates).optional(),
  reason: reasonSchema.optional().describe('Why it is parked or excluded.'),
  title: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'Found anywhere in the title of series, film or episode; upper and lower case are one.',
    ),
  subject: subjectQuery.optional().describe('Of Bangumi.'),
  since: timeQuery.optional().describe('Watched at or after.'),
  until: timeQuery.optional().describe('Watched before.'),
});

export const playsSchema = z
  .object({ items: z.array(runItemSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'PlayPage' });
