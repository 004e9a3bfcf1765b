import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import { readExtents } from '../reading/history-read.js';
import type { LedgerRead } from './explanation.js';

const readRow = z.object({
  id: z.string(),
  extent: z.enum(readExtents),
  runId: z.string().nullable(),
  at: z.date(),
});

/** The reads that reached a person's ledger at these times: what they change there bears the time of their own closing. */
export async function readLedgerReads(
  db: Database,
  userId: string,
  times: readonly Date[],
): Promise<LedgerRead[]> {
  return queryRows(
    db,
    readRow,
    sql`SELECT r.id::text, r.extent, r.updated_at AS at,
        (SELECT s.id::text FROM sync_runs s WHERE s.user_id = r.user_id AND s.read_id = r.id ORDER BY s.started_at DESC LIMIT 1) AS "runId"
      FROM history_reads r
      WHERE r.user_id = ${userId} AND r.purpose = 'sync' AND r.status = 'complete' AND r.updated_at = ANY(${[...times]}::timestamptz[])`,
  );
}
