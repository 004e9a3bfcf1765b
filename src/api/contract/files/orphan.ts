import { z } from 'zod';
import type { Orphan } from '../../../areas/files/index.js';
import { nextCursorSchema } from '../page.js';
import { timeSchema } from '../time.js';

const orphanSchema = z.object({
  key: z.string(),
  size: z.int().min(0),
  written_at: timeSchema,
  first_seen_at: timeSchema,
});

export const orphanPageSchema = z
  .object({ items: z.array(orphanSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'FileOrphanPage' });

export const orphanPageExample: z.infer<typeof orphanPageSchema> = {
  items: [
    {
      key: 'files/incoming/b7a1f0a2-4a68-4a8e-9a51-0c6f0d6f3c11',
      size: 48_211,
      written_at: '2026-11-30T12:20:00.000Z',
      first_seen_at: '2026-11-30T13:00:00.000Z',
    },
  ],
  next_cursor: null,
};

export const reconcileSchema = z
  .object({ outcome: z.enum(['started', 'joined']) })
  .meta({ id: 'FileReconciliation' });

export const orphanQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  cursor: z.string().min(1).max(1_000).optional().describe('`next_cursor` of the page before.'),
});

export const toOrphanPage = (
  found: readonly Orphan[],
  limit: number,
): z.infer<typeof orphanPageSchema> => {
  const items = found.slice(0, limit).map(({ key, size, writtenAt, firstSeenAt }) => ({
    key,
    size,
    written_at: writtenAt.toISOString(),
    first_seen_at: firstSeenAt.toISOString(),
  }));
  return { items, next_cursor: found.length > limit ? (items.at(-1)?.key ?? null) : null };
};
