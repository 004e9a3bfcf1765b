import { z } from 'zod';
import {
  mostCounted,
  recordStatuses,
  sessionSorts,
  taskSorts,
  type RecordPage,
} from '../../../areas/translation/index.js';
import { nextCursorSchema } from '../page.js';
import { recordId } from '../../../platform/lib/record-fields.js';
import { timeQuery, timeSchema } from '../time.js';
import { sessionExample, sessionSchema, taskExample, taskSchema } from './record.js';

export const recordParams = z.strictObject({ id: recordId });

const statusQuery = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(recordStatuses)).max(recordStatuses.length))
  .optional()
  .describe('One, or several with commas between them.');

const short = z.string().min(1).max(200).optional();

export const timesQuery = {
  created_from: timeQuery.optional(),
  created_to: timeQuery.optional().describe('Itself not included.'),
};

const filterQuery = {
  status: statusQuery,
  source_language: short,
  target_language: short,
  model: short,
  ...timesQuery,
  updated_from: timeQuery.optional(),
  updated_to: timeQuery.optional().describe('Itself not included.'),
  q: short.describe(
    'A part of its texts, in any case. Texts are not indexed: narrow it down by the other filters.',
  ),
};

const size = z.coerce.number().int().min(1).max(200);

const pageQuery = {
  limit: size.default(50).describe('Of a page by cursor.'),
  cursor: z.string().min(1).max(500).optional().describe('`next_cursor` of the page before.'),
  page: z.coerce
    .number()
    .int()
    .min(1)
    .max(mostCounted)
    .optional()
    .describe(
      `Instead of a cursor, counted from 1; the first ${mostCounted} records are reached so.`,
    ),
  page_size: size.optional().describe('Of a page by number. Default 50.'),
  as_of: timeQuery
    .optional()
    .describe(
      '`as_of` of the first page by number: nothing newer is shown, and pages do not shift.',
    ),
};

interface Paging {
  readonly cursor?: string | undefined;
  readonly page?: number | undefined;
  readonly page_size?: number | undefined;
  readonly limit: number;
}

const isOneWay = ({ cursor, page, page_size: pageSize }: Paging): boolean =>
  cursor === undefined || (page === undefined && pageSize === undefined);

const isReached = ({ page = 1, page_size: pageSize = 50 }: Paging): boolean =>
  page * pageSize <= mostCounted;

const oneWay = { path: ['cursor'], error: 'is not taken together with page or page_size' };
const reached = {
  path: ['page'],
  error: `expected a page within the first ${mostCounted} records; go on by cursor`,
};

export const sessionsQuery = z
  .strictObject({ ...filterQuery, ...pageQuery, sort: z.enum(sessionSorts).default('-created_at') })
  .refine(isOneWay, oneWay)
  .refine(isReached, reached);

const ofSession = {
  ...filterQuery,
  ...pageQuery,
  sort: z.enum(taskSorts).default('position'),
};

export const sessionTasksQuery = z
  .strictObject(ofSession)
  .refine(isOneWay, oneWay)
  .refine(isReached, reached);

export const tasksQuery = z
  .strictObject({
    ...ofSession,
    session_id: recordId.optional(),
    sort: z
      .enum(taskSorts)
      .optional()
      .describe('Default: `position` with a session_id, `-created_at` without.'),
  })
  .refine(isOneWay, oneWay)
  .refine(isReached, reached)
  .refine(
    ({ sort, session_id: sessionId }) =>
      sessionId !== undefined || sort?.endsWith('position') !== true,
    { path: ['sort'], error: 'positions are places in a session: name it as session_id' },
  );

type Filters = z.output<z.ZodObject<typeof filterQuery>>;

export const toFilter = (query: Filters) => ({
  status: query.status,
  sourceLanguage: query.source_language,
  targetLanguage: query.target_language,
  model: query.model,
  createdFrom: query.created_from,
  createdTo: query.created_to,
  updatedFrom: query.updated_from,
  updatedTo: query.updated_to,
  text: query.q,
});

/** By number where a page or its size is named. */
export function toPageWish(query: Paging & { readonly as_of?: Date | undefined }) {
  const { cursor, page, page_size: pageSize, limit, as_of: asOf } = query;
  const isNumbered = page !== undefined || pageSize !== undefined;
  return isNumbered
    ? { limit: pageSize ?? 50, page: page ?? 1, asOf, cursor: undefined }
    : { limit, cursor, page: undefined, asOf: undefined };
}

const numbered = {
  next_cursor: nextCursorSchema,
  page: z.int().optional().describe('This and the rest: of pages by number alone.'),
  page_size: z.int().optional(),
  total: z.int().optional().describe(`At most ${mostCounted} are counted.`),
  total_is_exact: z.boolean().optional(),
  as_of: timeSchema.optional().describe('Send it along with the next pages.'),
};

export const sessionPageSchema = z
  .object({ items: z.array(sessionSchema), ...numbered })
  .meta({ id: 'TranslationSessionPage' });
export const taskPageSchema = z
  .object({ items: z.array(taskSchema), ...numbered })
  .meta({ id: 'TranslationTaskPage' });

export const sessionPageExample: z.infer<typeof sessionPageSchema> = {
  items: [sessionExample],
  next_cursor: null,
};
export const taskPageExample: z.infer<typeof taskPageSchema> = {
  items: [taskExample],
  next_cursor: null,
  page: 1,
  page_size: 50,
  total: 1,
  total_is_exact: true,
  as_of: '2026-11-22T09:00:06.000Z',
};

/** Everything of a page but its items. */
export const toPageBody = (
  { nextCursor, numbered: place }: RecordPage<unknown>,
  limit: number,
) => ({
  next_cursor: nextCursor,
  ...(place === null
    ? {}
    : {
        page: place.page,
        page_size: limit,
        total: place.total,
        total_is_exact: place.isCounted,
        as_of: place.asOf.toISOString(),
      }),
});
