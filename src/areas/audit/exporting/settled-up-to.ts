import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';

/** Somebody has been writing records in one transaction for longer than an export waits. */
export class UnsettledError extends Error {
  override readonly name = 'UnsettledError';
}

const patienceMs = 10_000;
const paceMs = 20;

const last = z.object({ id: z.bigint() });
const writer = z.object({ transaction: z.string() });

/**
 * An id below which no record comes in any more. Ids are given out before their transactions commit, so those that write at this
 * moment are waited for: whoever inserts holds a lock on the table until then. Throws UnsettledError.
 */
export async function settledUpTo(db: Database): Promise<bigint> {
  const [given] = await queryRows(
    db,
    last,
    sql`SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS id FROM audit_logs_id_seq`,
  );
  let waitedFor = await writersNow(db);
  const until = Date.now() + patienceMs;
  while (waitedFor.size > 0) {
    if (Date.now() > until)
      throw new UnsettledError('Records are being written in one long transaction; try again.');
    await sleep(paceMs);
    const now = await writersNow(db);
    waitedFor = new Set([...waitedFor].filter((one) => now.has(one)));
  }
  return given?.id ?? 0n;
}

async function writersNow(db: Database): Promise<ReadonlySet<string>> {
  const rows = await queryRows(
    db,
    writer,
    sql`SELECT DISTINCT virtualtransaction AS transaction FROM pg_locks WHERE locktype = 'relation' AND granted
      AND relation = 'audit_logs'::regclass AND mode = 'RowExclusiveLock'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return new Set(rows.map(({ transaction }) => transaction));
}
