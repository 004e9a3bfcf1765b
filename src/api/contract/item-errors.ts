import { z } from 'zod';

/** What is wrong with one item of many. */
export const itemErrorsSchema = z
  .array(
    z.object({
      pointer: z.string().describe('JSON pointer (RFC 6901) into the item.'),
      message: z.string(),
    }),
  )
  .optional()
  .describe('Of an invalid item.');
