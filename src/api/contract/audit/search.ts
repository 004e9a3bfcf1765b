import { z } from 'zod';
import { mostSearches, type SavedSearch } from '../../../areas/audit/index.js';
import { timeSchema } from '../time.js';
import { auditFilterQuery } from './filter.js';

export const searchParams = z.strictObject({ id: z.uuid() });

const filters = z.strictObject(auditFilterQuery);

/** Kept as it was sent: the list takes it as its parameters. */
const query = z.record(z.string(), z.string()).superRefine((value, context) => {
  const { error } = filters.safeParse(value);
  for (const issue of error?.issues ?? []) {
    const path = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : issue.path;
    context.addIssue({ code: 'custom', message: issue.message, path });
  }
});

export const newSearchSchema = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .refine((text) => !/[\0\p{Cs}]/u.test(text), 'holds a NUL character')
      .describe('Names differ in more than case and width.'),
    query: query.describe('Parameters of GET /api/v1/audit/logs but limit and cursor, as text.'),
  })
  .meta({ id: 'NewAuditSearch' });

export const searchSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    query: z.record(z.string(), z.unknown()),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'AuditSearch' });

export const searchesSchema = z
  .object({ items: z.array(searchSchema).max(mostSearches) })
  .meta({ id: 'AuditSearches' });

export const newSearchExample = {
  name: '失败的同步',
  query: { action: 'run.*', outcome: 'failed', q: '巨人' },
};

export const searchExample: z.infer<typeof searchSchema> = {
  id: '7d0f8f7e-6c1d-4a2b-8c3d-4e5f60718293',
  ...newSearchExample,
  created_at: '2026-11-22T09:00:00.000Z',
  updated_at: '2026-11-22T09:00:00.000Z',
};

export const toSearchBody = ({
  createdAt,
  updatedAt,
  ...search
}: SavedSearch): z.infer<typeof searchSchema> => ({
  ...search,
  created_at: createdAt.toISOString(),
  updated_at: updatedAt.toISOString(),
});
