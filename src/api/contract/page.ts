import { z } from 'zod';

/** Of a list that pages by cursor. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().min(1).max(500).optional().describe('`next_cursor` of the page before.'),
});

export const nextCursorSchema = z.string().nullable().describe('Null on the last page.');
