import { z } from 'zod';
import { emptySql, queryRows, sql, type DatabaseSession } from '../../platform/database/index.js';
import { parseCursor, toPage, type Page, type PageWish } from '../../platform/lib/page-cursor.js';
import {
  jobRunRow,
  type JobEnd,
  type JobRun,
  type JobRunStatus,
  type JobTrigger,
} from './job-run.js';

export interface JobRunWish extends PageWish {
  readonly status?: JobRunStatus | undefined;
}

const columns = sql`id, job_name AS job, trigger, status, start_at AS "startAt", end_at AS "endAt",
  duration_ms AS "durationMs", result, error`;

const uuid = z.uuid();

export type JobRunStore = ReturnType<typeof createJobRunStore>;

/** What became of each run of a job. */
export function createJobRunStore({ db }: { readonly db: DatabaseSession }) {
  return {
    /** Safe to repeat: a run is opened once. */
    async open(
      {
        id,
        job,
        trigger,
      }: { readonly id: string; readonly job: string; readonly trigger: JobTrigger },
      now: Date,
    ): Promise<void> {
      await db.$executeRaw`INSERT INTO cron_job_logs (id, job_name, trigger, status, start_at)
        VALUES (${id}::uuid, ${job}, ${trigger}, 'RUNNING', ${now}) ON CONFLICT (id) DO NOTHING`;
    },

    /** The first end of a run counts; answers the run, as it stands now. */
    async close(id: string, end: JobEnd, now: Date): Promise<JobRun | undefined> {
      const result = end.status === 'SUCCESS' ? JSON.stringify(end.result) : null;
      const error = end.status === 'FAILED' ? end.error : null;
      await db.$executeRaw`UPDATE cron_job_logs SET status = ${end.status}, end_at = ${now},
          duration_ms = greatest(0, round(extract(epoch FROM ${now}::timestamptz - start_at) * 1000)::int4),
          result = ${result}::jsonb, error = ${error}
        WHERE id = ${id}::uuid AND status = 'RUNNING'`;
      return this.find(id);
    },

    async find(id: string): Promise<JobRun | undefined> {
      const [run] = await queryRows(
        db,
        jobRunRow,
        sql`SELECT ${columns} FROM cron_job_logs WHERE id = ${id}::uuid`,
      );
      return run;
    },

    /** Newest first. Throws InputError for a cursor that is not ours. */
    async page(job: string, { limit, cursor, status }: JobRunWish): Promise<Page<JobRun>> {
      const place = cursor === undefined ? undefined : parseCursor(cursor, uuid);
      const rows = await queryRows(
        db,
        jobRunRow,
        sql`SELECT ${columns} FROM cron_job_logs WHERE job_name = ${job}
          ${status === undefined ? emptySql : sql`AND status = ${status}`}
          ${place === undefined ? emptySql : sql`AND (start_at, id) < (${place.at}, ${place.id}::uuid)`}
          ORDER BY start_at DESC, id DESC LIMIT ${limit + 1}`,
      );
      return toPage(rows, limit, {
        place: ({ startAt, id }) => ({ at: startAt, id }),
        item: (run) => run,
      });
    },

    /** The newest of each of these jobs that ever ran. */
    latest: (jobs: readonly string[]): Promise<JobRun[]> =>
      queryRows(
        db,
        jobRunRow,
        sql`SELECT r.* FROM unnest(${[...jobs]}::text[]) AS asked (name) CROSS JOIN LATERAL (
          SELECT ${columns} FROM cron_job_logs WHERE job_name = asked.name ORDER BY start_at DESC, id DESC LIMIT 1) r`,
      ),

    /** Runs without an end that began before then, oldest first. */
    openSince: (before: Date): Promise<JobRun[]> =>
      queryRows(
        db,
        jobRunRow,
        sql`SELECT ${columns} FROM cron_job_logs WHERE status = 'RUNNING' AND start_at < ${before} ORDER BY start_at, id`,
      ),
  };
}
