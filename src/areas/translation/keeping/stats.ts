import { z } from 'zod';
import { emptySql, queryRows, sql, type Database } from '../../../platform/database/index.js';
import { perStatus, rowCount, statusCounts } from '../reading/status-counts.js';

export interface StatsWish {
  readonly userId: string;
  /** Of what was created in this time; from included, to excluded. */
  readonly createdFrom?: Date | undefined;
  readonly createdTo?: Date | undefined;
}

const taskStats = statusCounts.extend({
  retried: rowCount,
  input_tokens: rowCount,
  output_tokens: rowCount,
  cost: z.number(),
  text_bytes: rowCount,
  created_last_hour: rowCount,
  completed_last_hour: rowCount,
});

const perModel = z.object({
  model: z.string().nullable(),
  tasks: rowCount,
  input_tokens: rowCount,
  output_tokens: rowCount,
  cost: z.number(),
});

export interface TranslationStats {
  readonly sessions: z.output<typeof statusCounts>;
  readonly tasks: z.output<typeof taskStats>;
  /** The costliest first. */
  readonly models: readonly z.output<typeof perModel>[];
}

const mostModels = 50;

const tokens = sql`coalesce(sum(input_tokens), 0)::bigint AS input_tokens, coalesce(sum(output_tokens), 0)::bigint AS output_tokens,
  coalesce(sum(cost), 0)::float8 AS cost`;

/** How a person's records stand. Reads every row of the time asked for. */
export async function readStats(
  db: Database,
  { userId, createdFrom, createdTo }: StatsWish,
): Promise<TranslationStats> {
  const where = sql`user_id = ${userId} ${createdFrom === undefined ? emptySql : sql`AND created_at >= ${createdFrom}`}
    ${createdTo === undefined ? emptySql : sql`AND created_at < ${createdTo}`}`;
  const [sessions] = await queryRows(
    db,
    statusCounts,
    sql`SELECT ${perStatus} FROM translation_sessions WHERE ${where}`,
  );
  const [tasks] = await queryRows(
    db,
    taskStats,
    sql`SELECT ${perStatus}, ${tokens}, count(*) FILTER (WHERE retry_count > 0) AS retried,
      coalesce(sum(octet_length(source_text) + coalesce(octet_length(result_text), 0)), 0)::bigint AS text_bytes,
      count(*) FILTER (WHERE created_at > now() - interval '1 hour') AS created_last_hour,
      count(*) FILTER (WHERE status = 'completed' AND updated_at > now() - interval '1 hour') AS completed_last_hour
      FROM translation_tasks WHERE ${where}`,
  );
  const models = await queryRows(
    db,
    perModel,
    sql`SELECT model, count(*) AS tasks, ${tokens} FROM translation_tasks WHERE ${where}
      GROUP BY model ORDER BY cost DESC, tasks DESC LIMIT ${mostModels}`,
  );
  if (sessions === undefined || tasks === undefined) throw new Error('a count answered no row');
  return { sessions, tasks, models };
}
