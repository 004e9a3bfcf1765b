import { z } from 'zod';

/** RFC 9457, with our extensions. */
export const problemSchema = z
  .object({
    type: z.string().describe('Where the code is documented.'),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable; what programs should look at.'),
    detail: z.string().describe('What happened and what to do.'),
    request_id: z.string().describe('Under which the log tells more.'),
    errors: z
      .array(
        z.object({
          in: z.enum(['body', 'query', 'path', 'header']),
          pointer: z.string().describe('JSON pointer (RFC 6901) into that part of the request.'),
          message: z.string(),
        }),
      )
      .optional()
      .describe('Every fault of the input.'),
  })
  .meta({ id: 'Problem' });
