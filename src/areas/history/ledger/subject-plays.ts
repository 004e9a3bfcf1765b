import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import type { ExclusionReason, ParkReason } from '../run.js';

/** Episodes (null: the subject as a whole) of one subject, moved together. */
export interface SubjectMove {
  readonly userId: string;
  readonly runId: string;
  readonly subjectId: number;
  readonly episodeIds: readonly (number | null)[];
}

/** How a refused play waits; hours until it is looked at again, after its first refusal and at most. */
export interface Refusal {
  readonly reason: ParkReason;
  readonly first: number;
  readonly longest: number;
}

/** Plays of one subject on their way to proof. Each move is one statement, safe to repeat: it moves only what stands where the move begins. */
export function createSubjectPlays(db: Database) {
  return {
    /** Subjects with plays to be marked, ascending, after a given one. */
    async subjectsToMark(userId: string, after: number, limit: number): Promise<number[]> {
      const rows = await queryRows(
        db,
        z.object({ subjectId: z.int() }),
        sql`SELECT DISTINCT subject_id AS "subjectId" FROM plays
          WHERE user_id = ${userId} AND state IN ('planned', 'sent') AND subject_id > ${after} ORDER BY 1 LIMIT ${limit}`,
      );
      return rows.map(({ subjectId }) => subjectId);
    },

    /** Different episodes to be marked in a subject; null stands for the subject as a whole. */
    async wanted(userId: string, subjectId: number): Promise<(number | null)[]> {
      const rows = await queryRows(
        db,
        z.object({ episodeId: z.int().nullable() }),
        sql`SELECT DISTINCT episode_id AS "episodeId" FROM plays
          WHERE user_id = ${userId} AND subject_id = ${subjectId} AND state IN ('planned', 'sent') ORDER BY 1`,
      );
      return rows.map(({ episodeId }) => episodeId);
    },

    async markSent(move: SubjectMove): Promise<void> {
      await db.$executeRaw`UPDATE plays SET state = 'sent', run_id = ${move.runId}::uuid WHERE ${isAmong(move)} AND state = 'planned'`;
    },

    async markPlanned(move: SubjectMove): Promise<void> {
      await db.$executeRaw`UPDATE plays SET state = 'planned' WHERE ${isOpen(move)}`;
    },

    async markProven(move: SubjectMove, now: Date): Promise<void> {
      await db.$executeRaw`UPDATE plays SET state = 'proven', refusals = 0, synced_at = ${now}, run_id = ${move.runId}::uuid WHERE ${isOpen(move)}`;
    },

    async exclude(move: SubjectMove, reason: ExclusionReason): Promise<void> {
      await db.$executeRaw`UPDATE plays SET state = 'excluded', reason = ${reason}, run_id = ${move.runId}::uuid WHERE ${isOpen(move)}`;
    },

    /** For the next run that can. */
    async park(move: SubjectMove, reason: ParkReason): Promise<void> {
      await db.$executeRaw`UPDATE plays SET state = 'parked', reason = ${reason}, due_at = NULL, run_id = ${move.runId}::uuid WHERE ${isOpen(move)}`;
    },

    /** For a while that doubles with each refusal in a row, up to the longest. */
    async parkRefused(
      move: SubjectMove,
      now: Date,
      { reason, first, longest }: Refusal,
    ): Promise<void> {
      await db.$executeRaw`UPDATE plays SET state = 'parked', reason = ${reason}, run_id = ${move.runId}::uuid, refusals = refusals + 1,
        due_at = ${now}::timestamptz + interval '1 hour' * least(${first} * 2 ^ least(refusals, 20), ${longest})
        WHERE ${isOpen(move)}`;
    },

    /** Parks everything that is still to be marked. */
    async parkOpen(userId: string, runId: string, reason: ParkReason): Promise<void> {
      await db.$executeRaw`UPDATE plays SET state = 'parked', reason = ${reason}, run_id = ${runId}::uuid
        WHERE user_id = ${userId} AND state IN ('planned', 'sent')`;
    },
  };
}

const isOpen = (move: SubjectMove) => sql`${isAmong(move)} AND state IN ('planned', 'sent')`;

// One condition on the state only: with two, Postgres walks the person's whole index by state instead of the subject's few rows.
const isAmong = ({ userId, subjectId, episodeIds }: SubjectMove) => {
  const rows = episodeIds.filter((id) => id !== null);
  return sql`user_id = ${userId} AND subject_id = ${subjectId}
    AND (episode_id = ANY(${rows}::int4[]) OR (${rows.length < episodeIds.length}::bool AND episode_id IS NULL))`;
};
