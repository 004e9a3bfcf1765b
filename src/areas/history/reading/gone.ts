import { sql, type Sql } from '../../../platform/database/index.js';
import type { HistoryRead } from './history-read.js';
import { source } from './source.js';

/**
 * Ids of plays of the ledger that the source no longer has: a read that went over every page did not show them, or a lookup
 * that read all of their item, show or window. What nobody looked at is not gone.
 */
export function goneFrom(read: LookedThrough): Sql {
  if (!read.coversAll && read.way !== 'lookups') return nothingGone;
  return sql`SELECT p.id FROM plays p
    WHERE p.user_id = ${read.userId} AND p.source = ${source} AND p.state <> 'removed'
      AND ${read.coversAll ? sql`true` : sql`p.id IN (${lookedAt(read)})`}
      AND NOT EXISTS (SELECT 1 FROM staged_plays s
        WHERE s.read_id = ${read.id}::uuid AND s.pass = ${read.pass} AND s.source_ref = p.source_ref)`;
}

type LookedThrough = Pick<HistoryRead, 'id' | 'userId' | 'pass' | 'way' | 'coversAll'>;

/** Of no read, or one that met the ledger on the way: no play is looked for in vain. */
export const nothingGone = sql`SELECT NULL::int8 AS id WHERE false`;

function lookedAt({ id, userId, pass }: LookedThrough): Sql {
  const done = sql`l.read_id = ${id}::uuid AND l.pass = ${pass} AND l.is_done`;
  const mine = sql`q.user_id = ${userId} AND q.source = ${source}`;
  return sql`SELECT q.id FROM read_lookups l JOIN plays q ON q.media_type = l.media_type AND q.trakt_item_id = l.trakt_id
      WHERE ${done} AND l.kind = 'item' AND ${mine}
    UNION SELECT q.id FROM read_lookups l JOIN trakt_items i ON i.media_type = 'episode' AND i.show_id = l.trakt_id
      JOIN plays q ON q.media_type = i.media_type AND q.trakt_item_id = i.trakt_item_id
      WHERE ${done} AND l.kind = 'show' AND ${mine}
    UNION SELECT q.id FROM read_lookups l JOIN plays q ON ${timeOf(sql`q`)} >= l."from" AND ${timeOf(sql`q`)} < coalesce(l."to", 'infinity')
      WHERE ${done} AND l.kind = 'window' AND ${mine}`;
}

/** When a play was watched; the Unix epoch where nobody knows, as at Trakt. */
export const timeOf = (row: Sql): Sql => sql`coalesce(${row}.watched_at, 'epoch'::timestamptz)`;
