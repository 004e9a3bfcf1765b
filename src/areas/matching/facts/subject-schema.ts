import { z } from 'zod';
import type { Subject } from '../subject.js';

/** As it lies in a column. */
export const subjectSchema: z.ZodType<Subject> = z.object({
  id: z.number(),
  type: z.number(),
  name: z.string(),
  nameCn: z.string(),
  aliases: z.array(z.string()),
  date: z.string().nullable(),
  platform: z.string().nullable(),
  eps: z.number(),
  imdb: z.string().nullable(),
  image: z.string().nullable(),
});
