import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import { playReason, playStates } from '../run.js';
import type { Standing } from './explanation.js';

const eventRow = z.object({
  at: z.date(),
  runId: z.string().nullable(),
  state: z.enum(playStates),
  reason: playReason.nullable(),
  subjectId: z.int().nullable(),
  episodeId: z.int().nullable(),
  dueAt: z.date().nullable(),
  mappingId: z.string().nullable(),
  mappingAsOf: z.date().nullable(),
});
export interface PlayEvent extends Standing {
  readonly at: Date;
  /** The run that had moved it last: not always one that made this change. */
  readonly runId: string | null;
  /** Of a decision by a mapping: which, and as of when it was so. */
  readonly mappingId: string | null;
  readonly mappingAsOf: Date | null;
}

/** Of a play that is refused day by day, what happened lately is shown. */
const eventsShown = 500;

/** The changes of a play, oldest first, and whether they are all there are. */
export async function readPlayEvents(
  db: Database,
  playId: string,
): Promise<{ readonly events: readonly PlayEvent[]; readonly isWhole: boolean }> {
  const rows = await queryRows(
    db,
    eventRow,
    sql`SELECT at, run_id AS "runId", state, reason, subject_id AS "subjectId", episode_id AS "episodeId", due_at AS "dueAt",
        mapping_id AS "mappingId", mapping_as_of AS "mappingAsOf"
      FROM play_events WHERE play_id = ${playId}::int8 ORDER BY id DESC LIMIT ${eventsShown + 1}`,
  );
  return { events: rows.slice(0, eventsShown).reverse(), isWhole: rows.length <= eventsShown };
}
