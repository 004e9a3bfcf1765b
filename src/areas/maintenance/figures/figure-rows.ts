import { z } from 'zod';
import { queryRows, type DatabaseSession, type Sql } from '../../../platform/database/index.js';
import type { Figure } from '../../../platform/observability/figures.js';

/** Rows of these labels and a value. */
export async function figures(
  tx: DatabaseSession,
  labels: readonly string[],
  statement: Sql,
): Promise<readonly Figure[]> {
  const row = z.looseObject({ value: z.number() });
  const found = await queryRows(tx, row, statement);
  return found.map(({ value, ...rest }) => ({
    value,
    labels: Object.fromEntries(labels.map((name) => [name, String(rest[name])])),
  }));
}
