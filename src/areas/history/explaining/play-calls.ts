import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import { allRead } from '../marking/collection-states.js';
import { callOutcomes, subjectCallNames } from '../marking/subject-call.js';
import type { KeptCall, Standing } from './explanation.js';
import type { PlayEvent } from './play-events.js';

const callRow = z.object({
  at: z.date(),
  runId: z.string(),
  subjectId: z.int(),
  call: z.enum(subjectCallNames),
  episodes: z.int(),
  episodeIds: z.array(z.int()),
  collection: z.int().nullable(),
  outcome: z.enum(callOutcomes),
  errorKind: z.string().nullable(),
  status: z.int().nullable(),
});
/** One that may have been about the play. */
export interface PossibleCall extends Omit<KeptCall, 'namesIt'> {
  /** Those of the play's that it named. */
  readonly episodeIds: readonly number[];
}

const callsShown = 2000;

/** Calls about the subjects a play was taken for that name one of its episodes or none, oldest first. */
export async function readPossibleCalls(
  db: Database,
  userId: string,
  events: readonly PlayEvent[],
): Promise<PossibleCall[]> {
  const [first] = events;
  if (first === undefined) return [];
  const subjectIds = idsOf(events.map(({ subjectId }) => subjectId));
  const episodeIds = idsOf(events.map(({ episodeId }) => episodeId));
  const rows = await queryRows(
    db,
    callRow,
    sql`SELECT at, run_id::text AS "runId", subject_id AS "subjectId", call, cardinality(named) AS episodes, collection, outcome,
        error_kind AS "errorKind", status, ARRAY(SELECT unnest(named) INTERSECT SELECT unnest(${episodeIds}::int4[])) AS "episodeIds"
      FROM (SELECT *, coalesce(episode_ids, '{}') AS named FROM subject_calls) c
      WHERE user_id = ${userId} AND subject_id = ANY(${[allRead, ...subjectIds]}::int4[]) AND at >= ${first.at}
        AND (named = '{}' OR named && ${episodeIds}::int4[])
      ORDER BY at DESC, id DESC LIMIT ${callsShown}`,
  );
  return rows.reverse();
}

const idsOf = (ids: readonly (number | null)[]): number[] => [
  ...new Set(ids.filter((id) => id !== null)),
];

/** Whether a call was about a play that stood so. */
export const isAbout = (
  { call, subjectId, episodes, episodeIds }: PossibleCall,
  standing: Standing,
): boolean =>
  (isToBeMarked(standing) || (standing.state === 'proven' && followsProof(call))) &&
  (subjectId === standing.subjectId || subjectId === allRead) &&
  (episodes === 0 || (standing.episodeId !== null && episodeIds.includes(standing.episodeId)));

/** What is written once plays are proven: that the subject is done with them, and how it is rated. */
const followsProof = (call: PossibleCall['call']): boolean =>
  call === 'raise-collection' || call === 'rate-subject';

export const isToBeMarked = ({ state }: Standing): boolean =>
  state === 'planned' || state === 'sent';
