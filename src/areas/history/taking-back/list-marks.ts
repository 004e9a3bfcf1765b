import { z } from 'zod';
import { emptySql, queryRows, sql, type Database } from '../../../platform/database/index.js';
import { toPage, type Page, type PageWish } from '../../../platform/lib/page-cursor.js';
import { parsePlayPlace } from '../ledger/play-place.js';
import { markOutcomes, type MarkOutcome } from './mark.js';

export interface RunMarkFilter extends PageWish {
  readonly outcome?: MarkOutcome | 'open' | undefined;
}

const runMark = z.object({
  id: z.string(),
  subjectId: z.int(),
  /** As of a mark. */
  episodeId: z.int(),
  before: z.int().nullable(),
  after: z.int(),
  at: z.date(),
  outcome: z.enum(markOutcomes).nullable(),
  undoneBy: z.string().nullable(),
});
/** What a run set on Bangumi. */
export type RunMark = Readonly<z.infer<typeof runMark>>;

/** In the order they were set. Throws InputError for a cursor that is not ours. */
export async function listMarks(
  db: Database,
  runId: string,
  { outcome, limit, cursor }: RunMarkFilter,
): Promise<Page<RunMark>> {
  const after = cursor === undefined ? undefined : parsePlayPlace(cursor);
  const rows = await queryRows(
    db,
    runMark,
    sql`SELECT id::text, subject_id AS "subjectId", episode_id AS "episodeId", before, after, at, outcome,
        outcome_run_id::text AS "undoneBy"
      FROM marks WHERE run_id = ${runId}::uuid
        ${outcome === undefined ? emptySql : sql`AND coalesce(outcome, 'open') = ${outcome}`}
        ${after === undefined ? emptySql : sql`AND (at, id) > (${after.at}, ${after.id}::int8)`}
      ORDER BY at, id LIMIT ${limit + 1}`,
  );
  return toPage(rows, limit, { place: ({ at, id }) => ({ at, id }), item: (row) => row });
}
