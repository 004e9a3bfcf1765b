import { z } from 'zod';
import { queryRows, sql, type Database } from '../../platform/database/index.js';
import type { JobRun, JobStatistics } from './job-run.js';
import type { JobPast } from './news-of-job.js';

const statisticsRow = z.object({
  job: z.string(),
  runs: z.int(),
  succeeded: z.int(),
  p50Ms: z.int().nullable(),
  p95Ms: z.int().nullable(),
});

/** Of the runs before it, how many say what is usual. */
const usualRuns = 20;

/** What the book of jobs says of many runs together. */
export const createJobStatistics = ({ db }: { readonly db: Database }) => ({
  /** Of runs that began since then, by job. */
  async statistics(since: Date): Promise<ReadonlyMap<string, JobStatistics>> {
    const rows = await queryRows(
      db,
      statisticsRow,
      sql`SELECT job_name AS job, count(*)::int4 AS runs, count(*) FILTER (WHERE status = 'SUCCESS')::int4 AS succeeded,
            (percentile_disc(0.5) WITHIN GROUP (ORDER BY duration_ms) FILTER (WHERE status = 'SUCCESS'))::int4 AS "p50Ms",
            (percentile_disc(0.95) WITHIN GROUP (ORDER BY duration_ms) FILTER (WHERE status = 'SUCCESS'))::int4 AS "p95Ms"
          FROM cron_job_logs WHERE start_at >= ${since} AND status <> 'RUNNING' GROUP BY job_name`,
    );
    return new Map(rows.map(({ job, ...statistics }) => [job, statistics]));
  },

  /** What a run that ended is held against. */
  async past({ id, job, startAt }: JobRun): Promise<JobPast> {
    const [row] = await queryRows(
      db,
      z.object({ failingSince: z.date().nullable(), runs: z.int(), ms: z.int().nullable() }),
      sql`WITH earlier AS (SELECT * FROM cron_job_logs
            WHERE job_name = ${job} AND (start_at, id) < (${startAt}, ${id}::uuid) AND status <> 'RUNNING'),
          successes AS (SELECT * FROM earlier WHERE status = 'SUCCESS' ORDER BY start_at DESC LIMIT ${usualRuns})
          SELECT (SELECT min(start_at) FROM earlier WHERE status = 'FAILED'
              AND start_at > coalesce((SELECT max(start_at) FROM successes), '-infinity')) AS "failingSince",
            (SELECT count(*)::int4 FROM successes) AS runs,
            (SELECT (percentile_disc(0.5) WITHIN GROUP (ORDER BY duration_ms))::int4 FROM successes) AS ms`,
    );
    const { failingSince = null, runs = 0, ms = null } = row ?? {};
    return { failingSince, usual: ms === null ? null : { runs, ms } };
  },
});
