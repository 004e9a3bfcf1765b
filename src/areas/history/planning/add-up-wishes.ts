import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import type { PlanReport } from './plan.js';

const sums = z.object({
  all: z.int(),
  ratings: z.int(),
  states: z.int(),
  completions: z.int(),
  doneAlready: z.int(),
  parked: z.int(),
  excluded: z.int(),
  open: z.int(),
  writes: z.int(),
  timelineEntries: z.int(),
});

/** What a dry run found for ratings and states. One write serves all wishes of a subject. */
export async function addUpWishes(
  db: Database,
  planId: string,
): Promise<{
  readonly carried: NonNullable<PlanReport['carried']> | null;
  readonly writes: number;
  readonly timelineEntries: number;
}> {
  const [row] = await queryRows(
    db,
    sums,
    sql`SELECT count(*)::int AS "all",
        (count(*) FILTER (WHERE writes AND origin = 'rating'))::int AS ratings,
        (count(*) FILTER (WHERE writes AND origin IN ('watchlist', 'collection')))::int AS states,
        (count(*) FILTER (WHERE writes AND origin = 'watched'))::int AS completions,
        (count(*) FILTER (WHERE state = 'proven' AND NOT writes AND run_id = plan_id))::int AS "doneAlready",
        (count(*) FILTER (WHERE state = 'parked'))::int AS parked,
        (count(*) FILTER (WHERE state = 'excluded'))::int AS excluded,
        (count(*) FILTER (WHERE state IN ('planned', 'sent') OR (state = 'seen' AND item IS NOT NULL)))::int AS open,
        (count(DISTINCT subject_id) FILTER (WHERE writes))::int AS writes,
        (count(DISTINCT subject_id) FILTER (WHERE writes AND tells))::int AS "timelineEntries"
      FROM subject_wishes WHERE plan_id = ${planId}::uuid`,
  );
  const { all, open, writes, timelineEntries, ...carried } = sums.parse(row);
  if (open > 0) throw new Error(`The dry run ${planId} was not brought to its end.`);
  return { carried: all === 0 ? null : carried, writes, timelineEntries };
}
