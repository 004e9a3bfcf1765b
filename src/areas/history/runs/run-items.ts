import { z } from 'zod';
import { emptySql, queryRows, sql, type Database } from '../../../platform/database/index.js';
import { InputError } from '../../../platform/lib/errors.js';
import { parseCursor, toPage, type Page } from '../../../platform/lib/page-cursor.js';
import { titleOf } from '../ledger/title-of.js';
import { playStates, type PlayState } from '../run.js';

const runItem = z.object({
  id: z.string(),
  sourceRef: z.string(),
  mediaType: z.enum(['episode', 'movie']),
  /** Of the series or film; null when the source has not described it yet. */
  title: z.string().nullable(),
  /** Null for films, as is `number`. */
  season: z.int().nullable(),
  number: z.int().nullable(),
  watchedAt: z.date().nullable(),
  state: z.enum(playStates),
  reason: z.string().nullable(),
  subjectId: z.int().nullable(),
  episodeId: z.int().nullable(),
  /** When a parked play is looked at again. */
  dueAt: z.date().nullable(),
  /** When Bangumi showed it. */
  syncedAt: z.date().nullable(),
  observedAt: z.date(),
});
/** What became of one play by the run that moved it last. */
export type RunItem = Readonly<z.infer<typeof runItem>>;

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
          SELECT p.id::text, p.source_ref AS "sourceRef", p.media_type AS "mediaType", ${titleOf} AS title,
            i.season, i.number, p.watched_at AS "watchedAt", p.state, p.reason, p.subject_id AS "subjectId",
            p.episode_id AS "episodeId", p.due_at AS "dueAt", p.synced_at AS "syncedAt", p.observed_at AS "observedAt"
          FROM moved p LEFT JOIN trakt_items i ON i.media_type = p.media_type AND i.trakt_item_id = p.trakt_item_id
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
  const { at, id } = parseCursor(cursor);
  if (!/^\d{1,18}$/.test(id)) {
    const message = 'is not a cursor of this list; start again without it';
    throw new InputError('query', [{ place: '/cursor', message }]);
  }
  return sql`AND (observed_at, id) > (${at}, ${id}::int8)`;
}
