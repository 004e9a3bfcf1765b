import { episodeState } from '../../../upstream/bangumi/index.js';
import { sql, type Sql } from '../../../platform/database/index.js';
import { theCollection, type KeptMark, type MarkedSubject } from './mark.js';

type Places = readonly Pick<KeptMark, 'episodeId'>[];

const among = ({ userId, subjectId }: MarkedSubject, places: Places): Sql =>
  sql`user_id = ${userId} AND subject_id = ${subjectId}
    AND coalesce(episode_id, ${theCollection}) = ANY(${places.map(({ episodeId }) => episodeId)}::int4[])`;

/** Plays whose marks are to go back to less than done are proven no more, and left out. */
export const leaveOutPlays = (of: MarkedSubject, back: readonly KeptMark[]): Sql =>
  sql`UPDATE plays SET state = 'excluded', reason = 'undone', run_id = ${of.runId}::uuid, synced_at = NULL
    WHERE ${among(
      of,
      back.filter(({ before }) => before !== episodeState.done),
    )} AND state = 'proven'`;

/** Undone plays of what Bangumi shows as done are proven again. */
export const provePlaysAgain = (of: MarkedSubject, shownDone: Places): Sql =>
  sql`UPDATE plays SET state = 'proven', reason = NULL, run_id = ${of.runId}::uuid, synced_at = now()
    WHERE ${among(of, shownDone)} AND state = 'excluded' AND reason = 'undone'`;
