import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createRunOutcomes } from '../../../src/areas/history/runs/run-outcomes.js';
import { createRunPace } from '../../../src/areas/history/runs/run-pace.js';
import { queryRows, sql, type DatabaseSession } from '../../../src/platform/database/index.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const now = new Date('2026-11-22T00:00:00Z');

beforeAll(async () => {
  await database.db.$executeRaw`INSERT INTO sync_runs
      (id, user_id, mode, trigger, workflow_id, workflow_run_id, status, plays_moved, started_at, ended_at)
    SELECT gen_random_uuid(), 'u_' || n % 100, 'normal', 'schedule', 'w', 'w', 'success', 10,
      ${now}::timestamptz - n * interval '1 minute', ${now}::timestamptz - n * interval '1 minute' + interval '2 seconds'
    FROM generate_series(1, 40000) n`;
  await database.db.$executeRaw`ANALYZE sync_runs`;
});

/** How the runs were read by what was done in this transaction. */
async function scansOf(read: (tx: DatabaseSession) => Promise<unknown>) {
  return database.db.$transaction(async (tx) => {
    await read(tx);
    const [scans] = await queryRows(
      tx,
      z.object({ whole: z.int(), rows: z.int() }),
      sql`SELECT seq_scan::int AS whole, idx_tup_fetch::int AS rows
        FROM pg_stat_xact_user_tables WHERE relname = 'sync_runs'`,
    );
    return scans;
  });
}

describe('what is read of runs, of forty thousand', () => {
  it('is the newest of everybody by when they ended, and no more', async () => {
    const after = new Date(now.getTime() - 86_400_000);
    const scans = await scansOf(async (tx) => {
      expect(await createRunOutcomes(tx).latestOutcomes(after, 50)).toHaveLength(50);
    });
    expect(scans).toMatchObject({ whole: 0 });
    expect(scans?.rows).toBeLessThanOrEqual(60);
  });

  it('is the newest successful ones of a person for what is usual, and no more', async () => {
    const newest = await database.db.syncRun.findFirstOrThrow({
      where: { userId: 'u_7' },
      orderBy: { startedAt: 'desc' },
      select: { id: true, userId: true, startedAt: true },
    });
    const scans = await scansOf(async (tx) => {
      expect(await createRunPace(tx).paceOf({ ...newest, mode: 'normal' })).toEqual({
        plays: 10,
        usual: { runs: 20, msPerPlay: 200 },
      });
    });
    expect(scans).toMatchObject({ whole: 0 });
    expect(scans?.rows).toBeLessThanOrEqual(250);
  });
});
