import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import { InputError, messageOf } from '../../../platform/lib/errors.js';
import { andNeedle, toConditions, type AuditFilter } from './filter.js';
import { withinReadingTime } from './reading-time.js';

export const auditBuckets = ['hour', 'day', 'week'] as const;
export type AuditBucket = (typeof auditBuckets)[number];

export interface StatsWish {
  /** With both times. */
  readonly filter: AuditFilter & { readonly from: Date; readonly to: Date };
  readonly bucket: AuditBucket;
  /** Where hours, days and weeks begin; weeks on Mondays. */
  readonly timeZone: string;
}

/** Actions and actors named; the rest is in the total. */
export const mostNamed = 100;

const count = z.bigint().transform(Number);

const totals = z.object({ total: count, done: count, refused: count, failed: count });
const perAction = z.object({ action: z.string(), count, failed: count, refused: count });
const perActor = z.object({ kind: z.string(), id: z.string().nullable(), count });
const perBucket = z.object({ start: z.date(), count });

export interface AuditStats extends z.output<typeof totals> {
  /** Most frequent first. */
  readonly actions: readonly z.output<typeof perAction>[];
  readonly actors: readonly z.output<typeof perActor>[];
  /** In their order; those without a record are left out. */
  readonly buckets: readonly z.output<typeof perBucket>[];
}

/** How much of what there is. Reads every record of the time. Throws InputError, AuditTooBroadError. */
export async function readStats(
  db: Database,
  { filter, bucket, timeZone }: StatsWish,
): Promise<AuditStats> {
  const conditions = toConditions(filter);
  const from = sql`FROM audit_logs r WHERE ${conditions.plain} ${andNeedle(conditions)}`;
  return withinReadingTime(db, async (session) => {
    const [sums] = await queryRows(
      session,
      totals,
      sql`SELECT count(*) AS total, count(*) FILTER (WHERE outcome = 'done') AS done,
        count(*) FILTER (WHERE outcome = 'refused') AS refused, count(*) FILTER (WHERE outcome = 'failed') AS failed ${from}`,
    );
    if (sums === undefined) throw new Error('a count answered no row');
    const actions = await queryRows(
      session,
      perAction,
      sql`SELECT action, count(*) AS count, count(*) FILTER (WHERE outcome = 'failed') AS failed,
        count(*) FILTER (WHERE outcome = 'refused') AS refused ${from}
        GROUP BY action ORDER BY count DESC, action LIMIT ${mostNamed}`,
    );
    const actors = await queryRows(
      session,
      perActor,
      sql`SELECT actor_kind AS kind, actor_id AS id, count(*) AS count ${from}
        GROUP BY actor_kind, actor_id ORDER BY count DESC, kind, id LIMIT ${mostNamed}`,
    );
    const buckets = await queryRows(
      session,
      perBucket,
      sql`SELECT date_trunc(${bucket}, r.at, ${timeZone}) AS start, count(*) AS count ${from} GROUP BY 1 ORDER BY 1`,
    );
    return { ...sums, actions, actors, buckets };
  }).catch(orUnknownZone);
}

/** PostgreSQL has a list of zones of its own. */
function orUnknownZone(error: unknown): never {
  if (!/time zone .* not recognized/.test(messageOf(error))) throw error;
  const message = 'is a time zone the database does not know';
  throw new InputError('query', [{ place: '/time_zone', message }]);
}
