import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';

const expiring = z.object({
  userId: z.string(),
  service: z.enum(['trakt', 'bangumi']),
  expiresAt: z.date(),
  isKeptOut: z.boolean(),
});

/** A connection that still works, and ends unless the person makes it anew. */
export type ExpiringConnection = Readonly<z.infer<typeof expiring>>;

/** What has ended is found out, and told, by the next request. */
export const listExpiring = (db: Database, now: Date): Promise<ExpiringConnection[]> =>
  queryRows(
    db,
    expiring,
    sql`SELECT c.user_id AS "userId", c.service, c.expires_at AS "expiresAt", u.disabled_at IS NOT NULL AS "isKeptOut"
      FROM connections c JOIN users u ON u.id = c.user_id AND u.deleted_at IS NULL
      WHERE c.state = 'connected' AND c.refresh_token IS NULL AND c.expires_at > ${now}
        AND c.service IN ('trakt', 'bangumi') ORDER BY c.user_id, c.service`,
  );
