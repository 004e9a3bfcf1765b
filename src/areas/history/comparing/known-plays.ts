import { sql, type Sql } from '../../../platform/database/index.js';
import type { HistoryRead } from '../reading/history-read.js';
import { source } from '../reading/source.js';
import { timeOf } from '../reading/gone.js';

/** What is known of a history in the middle of a read: the ledger, and in its place where they differ what was read. */
export const knownPlays = ({ id, userId, pass }: HistoryRead): Sql => sql`(
  SELECT s.media_type, s.trakt_item_id, ${timeOf(sql`s`)} AS watched_at FROM staged_plays s
    WHERE s.read_id = ${id}::uuid AND s.pass = ${pass}
  UNION ALL
  SELECT p.media_type, p.trakt_item_id, ${timeOf(sql`p`)} FROM plays p
    WHERE p.user_id = ${userId} AND p.source = ${source} AND p.state <> 'removed'
      AND NOT EXISTS (SELECT 1 FROM staged_plays s
        WHERE s.read_id = ${id}::uuid AND s.pass = ${pass} AND s.source_ref = p.source_ref))`;
