import { sql, type Sql } from '../../../platform/database/index.js';
import { doneType } from '../removals/removal.js';
import { theCollection, type KeptMark, type MarkedSubject } from './mark.js';

/** Plays of what is no longer done are left out; of what is done again, because an undo was undone, they are proven again. */
export function undonePlays(
  { userId, runId, subjectId }: MarkedSubject,
  back: readonly KeptMark[],
): readonly Sql[] {
  const isDone = ({ before }: KeptMark): boolean => before === doneType;
  const among = (
    marks: readonly KeptMark[],
  ) => sql`user_id = ${userId} AND subject_id = ${subjectId}
    AND coalesce(episode_id, ${theCollection}) = ANY(${marks.map(({ episodeId }) => episodeId)}::int4[])`;
  return [
    sql`UPDATE plays SET state = 'excluded', reason = 'undone', run_id = ${runId}::uuid, synced_at = NULL
      WHERE ${among(back.filter((mark) => !isDone(mark)))} AND state = 'proven'`,
    sql`UPDATE plays SET state = 'proven', reason = NULL, run_id = ${runId}::uuid, synced_at = now()
      WHERE ${among(back.filter(isDone))} AND state = 'excluded' AND reason = 'undone'`,
  ];
}
