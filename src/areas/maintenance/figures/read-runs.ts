import { z } from 'zod';
import { queryRows, sql, type DatabaseSession } from '../../../platform/database/index.js';
import { syncRunBounds, type Figures } from '../../../platform/observability/figures.js';
import { groupBy } from '../../../platform/lib/group-by.js';
import { figures } from './figure-rows.js';

type RunFigures = Pick<
  Figures,
  'sync_runs_total' | 'sync_run_duration_seconds' | 'sync_run_seconds'
>;

const runsRow = z.object({
  mode: z.string(),
  status: z.string(),
  bucket: z.int(),
  runs: z.number(),
  seconds: z.number(),
});
type RunsRow = z.infer<typeof runsRow>;

/** Half a millisecond: times are kept to the millisecond, and a bucket holds its own upper bound. */
const half = 0.0005;

/**
 * How syncs ended and how long they took; one look at all of them, and one at those of late. By `date_part`, whose floats are
 * counted twice as fast as the exact numbers of `extract`.
 */
export async function readRuns(tx: DatabaseSession, since: Date): Promise<RunFigures> {
  const rows = await queryRows(
    tx,
    runsRow,
    sql`SELECT mode, status, width_bucket(s - ${half}::float8, ${syncRunBounds}::float8[]) AS bucket,
        count(*)::float8 AS runs, sum(s) AS seconds
      FROM (SELECT mode, status, greatest(0, date_part('epoch', coalesce(ended_at, started_at) - started_at)) AS s
        FROM sync_runs WHERE status <> 'running') ended GROUP BY 1, 2, 3`,
  );
  const seconds = await figures(
    tx,
    ['quantile'],
    sql`SELECT r.quantile, r.value FROM (SELECT percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP
        (ORDER BY date_part('epoch', ended_at - started_at)) AS found FROM sync_runs
        WHERE started_at >= ${since} AND status IN ('success', 'incomplete') AND ended_at IS NOT NULL) all_runs
      CROSS JOIN LATERAL (VALUES ('0.5', all_runs.found[1]), ('0.95', all_runs.found[2])) AS r (quantile, value)
      WHERE r.value IS NOT NULL`,
  );
  return {
    sync_runs_total: [...groupBy(rows, ({ status }) => status)].map(([status, of]) => ({
      labels: { status },
      value: sumOf(of, ({ runs }) => runs),
    })),
    sync_run_duration_seconds: toSpreads(rows),
    sync_run_seconds: seconds,
  };
}

const toSpreads = (rows: readonly RunsRow[]): RunFigures['sync_run_duration_seconds'] =>
  [...groupBy(rows, ({ mode, status }) => `${mode} ${status}`).values()].map((of) => ({
    labels: { mode: of[0]?.mode ?? '', status: of[0]?.status ?? '' },
    counts: [...syncRunBounds, Infinity].map((_bound, place) =>
      sumOf(
        of.filter(({ bucket }) => bucket === place),
        ({ runs }) => runs,
      ),
    ),
    sum: sumOf(of, ({ seconds }) => seconds),
  }));

const sumOf = <T>(items: readonly T[], toNumber: (item: T) => number): number =>
  items.reduce((sum, item) => sum + toNumber(item), 0);
