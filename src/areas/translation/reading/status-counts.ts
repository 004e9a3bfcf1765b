import { z } from 'zod';
import { sql } from '../../../platform/database/index.js';

/** However the database says a number of rows: by itself, or within JSON. */
export const rowCount = z.union([z.bigint(), z.int()]).transform(Number);

export const statusCounts = z.object({
  pending: rowCount,
  processing: rowCount,
  completed: rowCount,
  failed: rowCount,
  cancelled: rowCount,
});

/** Its columns, over rows with a `status`. */
export const perStatus = sql`count(*) FILTER (WHERE status = 'pending') AS pending, count(*) FILTER (WHERE status = 'processing') AS processing,
  count(*) FILTER (WHERE status = 'completed') AS completed, count(*) FILTER (WHERE status = 'failed') AS failed,
  count(*) FILTER (WHERE status = 'cancelled') AS cancelled`;
