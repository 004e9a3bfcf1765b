import type { Database, DatabaseSession } from '../../../platform/database/index.js';
import { sql, queryRows } from '../../../platform/database/index.js';
import { z } from 'zod';

const expiringKey = z.object({
  id: z.string(),
  userId: z.string(),
  name: z.string(),
  prefix: z.string(),
  expiresAt: z.date(),
  isKeptOut: z.boolean(),
});

/** A key that is in use and ends by itself, or has ended and is not revoked yet. */
export type ExpiringKey = Readonly<z.infer<typeof expiringKey>>;

/** Of everybody whose account is not being deleted. */
export const listExpiring = (db: Database): Promise<ExpiringKey[]> =>
  queryRows(
    db,
    expiringKey,
    sql`SELECT k.id, k.user_id AS "userId", k.name, k.prefix, k.expires_at AS "expiresAt",
        u.disabled_at IS NOT NULL AS "isKeptOut"
      FROM api_keys k JOIN users u ON u.id = k.user_id AND u.deleted_at IS NULL
      WHERE k.revoked_at IS NULL AND k.expires_at IS NOT NULL ORDER BY k.user_id, k.expires_at, k.id`,
  );

/** Revokes those of them that have ended and were not given a longer life meanwhile; answers which. Safe to repeat. */
export async function endExpired(
  tx: DatabaseSession,
  ids: readonly string[],
  now: Date,
): Promise<readonly string[]> {
  const rows = await queryRows(
    tx,
    z.object({ id: z.string() }),
    sql`UPDATE api_keys SET revoked_at = ${now}, previous_hash = NULL, previous_until = NULL
      WHERE id = ANY(${[...ids]}::text[]) AND revoked_at IS NULL AND expires_at <= ${now} RETURNING id`,
  );
  return rows.map(({ id }) => id);
}
