import { sql, type Sql } from '../../../platform/database/index.js';
import { noPlan } from '../carrying/wish.js';
import { theCollection, theRate, type MarkedSubject } from './mark.js';

/** Something of a subject as Bangumi shows it, or is about to: a rate or a type. */
interface Standing {
  readonly episodeId: number;
  readonly value: number;
}

/** Wishes that ask for more than is to stand are proven no more, and left out. */
export const leaveOutWishes = (of: MarkedSubject, standing: readonly Standing[]): readonly Sql[] =>
  standing.flatMap(({ episodeId, value }) => {
    if (episodeId === theRate) return [leaveOutRatings(of, value)];
    return episodeId === theCollection ? [leaveOutStates(of, value)] : [];
  });

/** Undone wishes that Bangumi shows are proven again. */
export const proveWishesAgain = (
  of: MarkedSubject,
  standing: readonly Standing[],
): readonly Sql[] =>
  standing.flatMap(({ episodeId, value }) => {
    if (episodeId === theRate) return [proveRatingsAgain(of, value)];
    return episodeId === theCollection ? [proveStatesAgain(of, value)] : [];
  });

const ofSubject = ({ userId, subjectId }: MarkedSubject): Sql =>
  sql`user_id = ${userId} AND plan_id = ${noPlan}::uuid AND subject_id = ${subjectId}`;

/** Whether a rate is one that we wrote, by a run that stands. */
const isOurs = ({ userId, runId, subjectId }: MarkedSubject, rate: number): Sql =>
  sql`EXISTS (SELECT 1 FROM marks WHERE user_id = ${userId} AND subject_id = ${subjectId} AND episode_id = ${theRate}
    AND after = ${rate} AND (outcome IS NULL OR outcome = 'set-again') AND run_id <> ${runId}::uuid)`;

const ratingsOf = (of: MarkedSubject): Sql => sql`${ofSubject(of)} AND origin = 'rating'`;
const statesOf = (of: MarkedSubject): Sql => sql`${ofSubject(of)} AND origin <> 'rating'`;
const isUndone = sql`state = 'excluded' AND reason = 'undone'`;

const leaveOutRatings = (of: MarkedSubject, rate: number): Sql =>
  sql`UPDATE subject_wishes SET ${leftOut(of)}, written = CASE WHEN ${isOurs(of, rate)} THEN ${rate}::int4 END
    WHERE ${ratingsOf(of)} AND state = 'proven' AND value <> ${rate}`;

const proveRatingsAgain = (of: MarkedSubject, rate: number): Sql =>
  sql`UPDATE subject_wishes SET ${provenAgain(of)}, written = value
    WHERE ${ratingsOf(of)} AND ${isUndone} AND value = ${rate}`;

const isHigherThan = (type: number): Sql =>
  sql`${rankOf(sql`value`)} > ${rankOf(sql`${type}::int4`)}`;

const leaveOutStates = (of: MarkedSubject, type: number): Sql =>
  sql`UPDATE subject_wishes SET ${leftOut(of)}
    WHERE ${statesOf(of)} AND state = 'proven' AND ${isHigherThan(type)}`;

const proveStatesAgain = (of: MarkedSubject, type: number): Sql =>
  sql`UPDATE subject_wishes SET ${provenAgain(of)}
    WHERE ${statesOf(of)} AND ${isUndone} AND NOT ${isHigherThan(type)}`;

const leftOut = ({ runId }: MarkedSubject): Sql =>
  sql`state = 'excluded', reason = 'undone', run_id = ${runId}::uuid, synced_at = NULL, updated_at = now()`;

const provenAgain = ({ runId }: MarkedSubject): Sql =>
  sql`state = 'proven', reason = NULL, run_id = ${runId}::uuid, synced_at = now(), updated_at = now()`;

/** Wish < doing < done; on hold, dropped and none are below them. */
const rankOf = (type: Sql): Sql => sql`coalesce(array_position(ARRAY[1, 3, 2], ${type}), 0)`;
