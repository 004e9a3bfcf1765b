import { sql, type Sql } from '../../../platform/database/index.js';
import { noPlan } from '../carrying/wish.js';
import { theCollection, theRate, type KeptMark, type MarkedSubject } from './mark.js';

/** Wishes that Bangumi no longer shows are left out; those it shows again, because an undo was undone, are proven again. */
export const undoneWishes = (of: MarkedSubject, back: readonly KeptMark[]): readonly Sql[] =>
  back.flatMap(({ episodeId, before }) => {
    if (episodeId === theRate) return undoneRatings(of, before ?? 0);
    return episodeId === theCollection ? undoneStates(of, before ?? 0) : [];
  });

const ofSubject = ({ userId, subjectId }: MarkedSubject): Sql =>
  sql`user_id = ${userId} AND plan_id = ${noPlan}::uuid AND subject_id = ${subjectId}`;

/** Whether a rate is one that we wrote, by a run that stands. */
const isOurs = ({ userId, runId, subjectId }: MarkedSubject, rate: number): Sql =>
  sql`EXISTS (SELECT 1 FROM marks WHERE user_id = ${userId} AND subject_id = ${subjectId} AND episode_id = ${theRate}
    AND after = ${rate} AND (outcome IS NULL OR outcome = 'set-again') AND run_id <> ${runId}::uuid)`;

function undoneRatings(of: MarkedSubject, rate: number): readonly Sql[] {
  const ratings = sql`${ofSubject(of)} AND origin = 'rating'`;
  return [
    sql`UPDATE subject_wishes SET ${leftOut(of)}, written = CASE WHEN ${isOurs(of, rate)} THEN ${rate}::int4 END
      WHERE ${ratings} AND state = 'proven' AND value <> ${rate}`,
    sql`UPDATE subject_wishes SET ${provenAgain(of)}, written = value
      WHERE ${ratings} AND state = 'excluded' AND reason = 'undone' AND value = ${rate}`,
  ];
}

function undoneStates(of: MarkedSubject, type: number): readonly Sql[] {
  const states = sql`${ofSubject(of)} AND origin <> 'rating'`;
  const isHigher = sql`${rankOf(sql`value`)} > ${rankOf(sql`${type}::int4`)}`;
  return [
    sql`UPDATE subject_wishes SET ${leftOut(of)} WHERE ${states} AND state = 'proven' AND ${isHigher}`,
    sql`UPDATE subject_wishes SET ${provenAgain(of)}
      WHERE ${states} AND state = 'excluded' AND reason = 'undone' AND NOT ${isHigher}`,
  ];
}

const leftOut = ({ runId }: MarkedSubject): Sql =>
  sql`state = 'excluded', reason = 'undone', run_id = ${runId}::uuid, synced_at = NULL, updated_at = now()`;

const provenAgain = ({ runId }: MarkedSubject): Sql =>
  sql`state = 'proven', reason = NULL, run_id = ${runId}::uuid, synced_at = now(), updated_at = now()`;

/** Wish < doing < done; on hold, dropped and none are below them. */
const rankOf = (type: Sql): Sql => sql`coalesce(array_position(ARRAY[1, 3, 2], ${type}), 0)`;
