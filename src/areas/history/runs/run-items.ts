import { z } from 'zod';
import { emptySql, queryRows, sql, type Database } from '../../../platform/database/index.js';
import { toPage, type Page } from '../../../platform/lib/page-cursor.js';
import { parsePlayPlace } from '../ledger/play-place.js';
import { titleOf } from '../ledger/title-of.js';
import type { PlayState } from '../run.js';
import { runItem, runItemColumns, type RunItem } from '../ledger/run-item.js';

export interface RunItemFilter {
  readonly state?: PlayState | undefined;
  readonly limit: number;
  /** As given out by the page before. */
  readonly cursor?: string | undefined;
}

interface OfRun {
  readonly userId: string;
  readonly runId: string;
}

/** Plays by the run that moved them last. Reading only; the run is taken to exist. */
export function createRunItems(db: Database) {
  return {
    /** In the order they were observed. Throws InputError for a cursor that is not ours. */
    async items(
      { userId, runId }: OfRun,
      { state, limit, cursor }: RunItemFilter,
    ): Promise<Page<RunItem>> {
      // Picked out first: sorted by id alone, Postgres might walk the plays of everybody until it has met enough of this run.
      const rows = await queryRows(
        db,
        runItem,
        sql`WITH moved AS MATERIALIZED (SELECT * FROM plays
            WHERE user_id = ${userId} AND run_id = ${runId}::uuid
            ${state === undefined ? emptySql : sql`AND state = ${state}`}
            ${cursor === undefined ? emptySql : afterPlace(cursor)})
          SELECT ${runItemColumns} FROM moved p LEFT JOIN trakt_items i ON i.media_type = p.media_type AND i.trakt_item_id = p.trakt_item_id
          ORDER BY p.observed_at, p.id LIMIT ${limit + 1}`,
      );
      return toPage(rows, limit, {
        place: ({ observedAt, id }) => ({ at: observedAt, id }),
        item: (row) => row,
      });
    },

    /** Of a subject that is being marked, or comes next; null when nothing is left to be marked. */
    async titleBeingMarked(userId: string): Promise<string | null> {
      const [row] = await queryRows(
        db,
        z.object({ title: z.string().nullable() }),
        sql`WITH next AS MATERIALIZED (SELECT media_type, trakt_item_id FROM plays
            WHERE user_id = ${userId} AND subject_id > 0 AND state IN ('planned', 'sent')
            ORDER BY subject_id LIMIT 1)
          SELECT ${titleOf} AS title FROM next JOIN trakt_items i USING (media_type, trakt_item_id)`,
      );
      return row?.title ?? null;
    },
  };
}

function afterPlace(cursor: string) {
  const { at, id } = parsePlayPlace(cursor);
  return sql`AND (observed_at, id) > (${at}, ${id}::int8)`;
}
